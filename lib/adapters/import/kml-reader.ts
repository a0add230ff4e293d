import { fixAt, type ImportItem, itemOf } from '@/lib/domain/import/item';
import { readTime } from '@/lib/domain/import/time';
import { readXml, type XmlHandler } from './xml';

interface Waiting<T> {
  value: T;
  at: number;
}

/** A track has its times and its places in two lists, one after the other or by turns; what one has ahead waits. */
class Track {
  /** Not a number: no time. Millions of them may come before the first place. */
  private readonly times: number[] = [];
  private readonly early: Waiting<string[]>[] = [];
  private next = 0;

  time(value: number | null): ImportItem | null {
    this.times.push(value ?? Number.NaN);
    const place = this.early.shift();
    return place ? this.pair(place) : null;
  }

  place(value: string[], at: number): ImportItem | null {
    if (this.next < this.times.length && this.early.length === 0) return this.pair({ value, at });
    this.early.push({ value, at });
    return null;
  }

  private pair({ value: [longitude, latitude, altitude], at }: Waiting<string[]>): ImportItem {
    const time = this.times[this.next] as number;
    this.next += 1;
    return itemOf(fixAt({ longitude, latitude, altitude, time: Number.isNaN(time) ? null : time }), at);
  }
}

class KmlHandler implements XmlHandler {
  private track: Track | null = null;
  private time: number | null = null;
  private coordinates: Waiting<string> | null = null;
  private geometry = '';

  open(name: string): void {
    if (name === 'Track') this.track = new Track();
    else if (name === 'Placemark') {
      this.time = null;
      this.coordinates = null;
      this.geometry = '';
    } else if (name === 'Point' || name === 'LineString' || name === 'Polygon') this.geometry = name;
  }

  close(name: string, text: string, line: number): ImportItem | null {
    switch (name) {
      case 'when':
        if (this.track) return this.track.time(readTime(text));
        this.time ??= readTime(text);
        return null;
      case 'begin':
        this.time ??= readTime(text);
        return null;
      case 'coord':
        return this.track?.place(text.split(/\s+/), line) ?? null;
      case 'coordinates':
        this.coordinates = { value: text, at: line };
        return null;
      case 'Track':
        this.track = null;
        return null;
      case 'Placemark':
        return this.placemark();
      default:
        return null;
    }
  }

  /** A place is a fix if it has a time; lines and areas have none for their points. */
  private placemark(): ImportItem | null {
    const { coordinates, time, geometry } = this;
    this.coordinates = null;
    if (!coordinates) return null;
    if (geometry !== 'Point') return { kind: 'fault', reason: `${geometry || 'a geometry'} is no fix`, at: coordinates.at };
    const [longitude, latitude, altitude] = coordinates.value.split(',');
    return itemOf(fixAt({ longitude, latitude, altitude, time }), coordinates.at);
  }
}

/** KML: places with a time (TimeStamp, begin of a TimeSpan), and gx:Track. */
export const readKml = (chunks: AsyncIterable<Uint8Array>) => readXml(chunks, new KmlHandler());
