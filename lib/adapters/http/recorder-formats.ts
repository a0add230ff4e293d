import { stringify } from 'csv-stringify/sync';
import type { Payload } from '@/lib/domain/owntracks/payload';
import { recorderFeature, recorderPoi } from '@/lib/domain/owntracks/recorder';
import { CSV, xml } from './writing';

type Pages = AsyncIterable<Payload[]>;
type Pieces = AsyncIterable<string>;

/** All of them between `head` and what `tail` answers when it knows how many there were. */
async function* listed(pages: Pages, head: string, write: (one: Payload) => string, tail: (count: number) => string): Pieces {
  let before = head;
  let count = 0;
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield `${before}${page.map(write).join(',')}`;
    before = ',';
    count += page.length;
  }
  yield `${count === 0 ? head : ''}${tail(count)}`;
}

/** The count stands behind the data, because it is known only then. */
export const recorderJson = (pages: Pages, version: string): Pieces =>
  listed(
    pages,
    '{"data":[',
    JSON.stringify,
    (count) => `],"count":${count},"status":200,"version":${JSON.stringify(version)}}\n`,
  );

const collection = (pages: Pages, feature: (payload: Payload) => object): Pieces =>
  listed(
    pages,
    '{"type":"FeatureCollection","features":[',
    (one) => JSON.stringify(feature(one)),
    () => ']}\n',
  );

export const recorderGeojson = (pages: Pages): Pieces => collection(pages, recorderFeature);

export const recorderPois = (pages: Pages): Pieces => collection(having(pages, 'poi'), recorderPoi);

async function* having(pages: Pages, member: string): Pages {
  for await (const page of pages) yield page.filter((one) => one[member] !== undefined);
}

export const recorderLine = (pages: Pages): Pieces =>
  listed(
    pages,
    '{"type":"Feature","geometry":{"type":"LineString","coordinates":[',
    (one) => JSON.stringify([one.lon, one.lat]),
    () => ']},"properties":{}}\n',
  );

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** GPX 1.1: one track, elevation in metres where the phone gave one. */
export async function* recorderGpx(pages: Pages, name: string): Pieces {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Fencepost" xmlns="http://www.topografix.com/GPX/1/1">\n';
  yield `<trk><name>${xml(name)}</name><trkseg>\n`;
  for await (const page of pages) {
    const points = page.map(({ lat, lon, alt, isotst }) => {
      const elevation = alt === undefined ? '' : `<ele>${alt}</ele>`;
      return `<trkpt lat="${lat}" lon="${lon}">${elevation}<time>${isotst}</time></trkpt>\n`;
    });
    yield points.join('');
  }
  yield '</trkseg></trk></gpx>\n';
}

/** The columns are the members of the first fix, as the Recorder's are. */
export async function* recorderCsv(pages: Pages): Pieces {
  let columns: string[] | null = null;
  for await (const page of pages) {
    const first = page[0];
    if (!first) continue;
    if (!columns) {
      columns = Object.keys(first);
      yield stringify([columns], CSV);
    }
    yield stringify(page, { ...CSV, columns });
  }
}

/** What may be the name of an element; others are left out. */
const NAME = /^[A-Za-z_][\w.-]*$/;

const element = ([name, value]: [string, unknown]): string => `<${name}>${xml(textOf(value))}</${name}>`;

export async function* recorderXml(pages: Pages): Pieces {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<owntracks>\n';
  for await (const page of pages) {
    const points = page.map((one) => {
      const members = Object.entries(one).filter(([name]) => NAME.test(name));
      return `<point>${members.map(element).join('')}</point>\n`;
    });
    yield points.join('');
  }
  yield '</owntracks>\n';
}
