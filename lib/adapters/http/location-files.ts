import type { Location } from '@/lib/domain/model';
import { recorderLine } from '@/lib/domain/owntracks/recorder-line';
import { locationsCsv, locationsGeojson, locationsGpx } from './exports';
import { xml } from './writing';

type Pages = AsyncIterable<Location[]>;

/**
 * KML with one track, `gx:Track`, named like the device. Times and places stand by turns, as in Google's own files, so that a
 * track of any length can be sent while it is read.
 */
export async function* locationsKml(device_name: string, pages: Pages): AsyncIterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">\n';
  yield `<Document><name>${xml(device_name)}</name>\n<Placemark><name>${xml(device_name)}</name><gx:Track>\n<altitudeMode>clampToGround</altitudeMode>\n`;
  for await (const page of pages) {
    const points = page.map(({ latitude, longitude, altitude, occurred_at }) => {
      const place = altitude === null ? `${longitude} ${latitude}` : `${longitude} ${latitude} ${altitude}`;
      return `<when>${new Date(occurred_at).toISOString()}</when><gx:coord>${place}</gx:coord>\n`;
    });
    yield points.join('');
  }
  yield '</gx:Track></Placemark></Document></kml>\n';
}

/** The Recorder's own form: one message in each line. */
export async function* locationsRec(pages: Pages): AsyncIterable<string> {
  for await (const page of pages) yield page.map(recorderLine).join('');
}

interface LocationFile {
  contentType: string;
  write: (pages: Pages, device_name: string) => AsyncIterable<string>;
}

/** The files that fixes can be had as; a name is also the file's extension. */
export const LOCATION_FILES = {
  csv: { contentType: 'text/csv; charset=utf-8', write: locationsCsv },
  gpx: { contentType: 'application/gpx+xml', write: (pages, name) => locationsGpx(name, pages) },
  geojson: { contentType: 'application/geo+json', write: locationsGeojson },
  kml: { contentType: 'application/vnd.google-earth.kml+xml', write: (pages, name) => locationsKml(name, pages) },
  rec: { contentType: 'text/plain; charset=utf-8', write: locationsRec },
} as const satisfies Record<string, LocationFile>;
