import { fixAt, type ImportItem, itemOf } from '@/lib/domain/import/item';
import { readTime } from '@/lib/domain/import/time';
import { numberOf } from '@/lib/domain/owntracks/values';
import { readXml, type XmlHandler } from './xml';

const POINTS = new Set(['trkpt', 'rtept', 'wpt']);

/** Metres of error for each unit of horizontal dilution of precision: that of a usual receiver under open sky. */
const METRES_PER_HDOP = 5;

interface Point {
  latitude: string | undefined;
  longitude: string | undefined;
  at: number;
  isPlace: boolean;
  values: Record<string, string>;
}

function accuracyOf(values: Record<string, string>): unknown {
  const hdop = numberOf(values.hdop);
  return values.accuracy ?? (hdop === null ? undefined : hdop * METRES_PER_HDOP);
}

/** In m/s, whether GPX 1.0 has it or an extension of 1.1. */
function velocityOf(values: Record<string, string>): number | null {
  const speed = numberOf(values.speed);
  return speed === null ? null : speed * 3.6;
}

function pointItem({ latitude, longitude, at, isPlace, values }: Point): ImportItem {
  const found = fixAt({
    latitude,
    longitude,
    time: readTime(values.time),
    altitude: values.ele,
    accuracy: accuracyOf(values),
    velocity: velocityOf(values),
    course: values.course ?? values.cog,
    poi: isPlace ? values.name : undefined,
  });
  return itemOf(found, at);
}

class GpxHandler implements XmlHandler {
  private point: Point | null = null;

  open(name: string, attributes: Record<string, string>, line: number): void {
    if (!POINTS.has(name)) return;
    this.point = { latitude: attributes.lat, longitude: attributes.lon, at: line, isPlace: name === 'wpt', values: {} };
  }

  close(name: string, text: string): ImportItem | null {
    const { point } = this;
    if (!point) return null;
    if (!POINTS.has(name)) {
      if (text !== '') point.values[name] ??= text;
      return null;
    }
    this.point = null;
    return pointItem(point);
  }
}

/** GPX 1.0 and 1.1: points of tracks and routes, and marked places, each with its time. */
export const readGpx = (chunks: AsyncIterable<Uint8Array>) => readXml(chunks, new GpxHandler());
