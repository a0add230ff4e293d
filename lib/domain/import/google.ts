import type { Members } from '@/lib/domain/owntracks/values';
import { numberOf } from '@/lib/domain/owntracks/values';
import { fixAt, NO_PLACE } from './item';
import { readTime } from './time';

/** What one element of a file holds: fixes, and reasons where something is none. */
export type Found = (Members | string)[];

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Degrees times ten million; some old files hold negative ones as if they had no sign. */
function fromE7(value: unknown): number | null {
  const number = numberOf(value);
  if (number === null) return null;
  return (number > 1_800_000_000 ? number - 4_294_967_296 : number) / 1e7;
}

const kmh = (metresPerSecond: unknown): number | null => {
  const speed = numberOf(metresPerSecond);
  return speed === null ? null : speed * 3.6;
};

/** An element of `locations` in Records.json (2011–2024). */
export function fromRecord(element: unknown): Found {
  const record = objectOf(element);
  return [
    fixAt({
      latitude: fromE7(record.latitudeE7),
      longitude: fromE7(record.longitudeE7),
      time: readTime(record.timestamp) ?? readTime(record.timestampMs),
      altitude: record.altitude,
      accuracy: record.accuracy,
      vertical_accuracy: record.verticalAccuracy,
      velocity: kmh(record.velocity),
      course: record.heading,
    }),
  ];
}

const startOf = (duration: Json) => readTime(duration.startTimestamp) ?? readTime(duration.startTimestampMs);
const endOf = (duration: Json) => readTime(duration.endTimestamp) ?? readTime(duration.endTimestampMs);

function rawPath(path: unknown): Found {
  return listOf(objectOf(path).points).map((point) =>
    fixAt({
      latitude: fromE7(point.latE7),
      longitude: fromE7(point.lngE7),
      time: readTime(point.timestamp) ?? readTime(point.timestampMs),
      accuracy: point.accuracyMeters,
    }),
  );
}

const placeOf = (location: unknown, time: number | null) =>
  fixAt({ latitude: fromE7(objectOf(location).latitudeE7), longitude: fromE7(objectOf(location).longitudeE7), time });

/** An element of `timelineObjects` in the monthly files (until 2024): a way, or a stay with its begin and end. */
export function fromTimelineObject(element: unknown): Found {
  const { activitySegment, placeVisit } = objectOf(element);
  if (isObject(activitySegment)) {
    const duration = objectOf(activitySegment.duration);
    const ends = [
      placeOf(activitySegment.startLocation, startOf(duration)),
      ...rawPath(activitySegment.simplifiedRawPath),
      placeOf(activitySegment.endLocation, endOf(duration)),
    ];
    // Without a place at an end there is still the way between.
    return ends.filter((found) => found !== NO_PLACE);
  }
  if (!isObject(placeVisit)) return [NO_PLACE];
  const duration = objectOf(placeVisit.duration);
  const stay = [startOf(duration), endOf(duration)].map((time) => placeOf(placeVisit.location, time));
  return [stay[0] as Members | string, ...rawPath(placeVisit.simplifiedRawPath), stay[1] as Members | string];
}

const PLACE = /^(?:geo:)?\s*(-?\d+(?:\.\d+)?)\s*°?\s*,\s*(-?\d+(?:\.\d+)?)\s*°?/;

/** `52.52°, 13.405°` of Android, `geo:52.52,13.405` of iOS, alone or as `latLng`. */
function spelledPlace(value: unknown): { latitude: number | null; longitude: number | null } {
  const text = isObject(value) ? (value.latLng ?? value.LatLng) : value;
  const match = typeof text === 'string' ? PLACE.exec(text.trim()) : null;
  return { latitude: match ? Number(match[1]) : null, longitude: match ? Number(match[2]) : null };
}

const MINUTE = 60_000;

function timeOnPath(point: Json, start: number | null): number | null {
  const offset = numberOf(point.durationMinutesOffsetFromStartTime);
  return readTime(point.time) ?? (offset === null || start === null ? null : start + offset * MINUTE);
}

/** An element of `semanticSegments` (Android), or of the list that an iPhone writes (from 2024 on). */
export function fromSegment(element: unknown): Found {
  const segment = objectOf(element);
  const [start, end] = [readTime(segment.startTime), readTime(segment.endTime)];
  const path = listOf(segment.timelinePath).map((point) =>
    fixAt({ ...spelledPlace(point.point), time: timeOnPath(point, start) }),
  );
  const visited = objectOf(objectOf(segment.visit).topCandidate).placeLocation;
  const { activity } = segment;
  const found = [
    ...(visited === undefined ? [] : [start, end].map((time) => fixAt({ ...spelledPlace(visited), time }))),
    ...(isObject(activity) ? [fixAt({ ...spelledPlace(activity.start), time: start })] : []),
    ...path,
    ...(isObject(activity) ? [fixAt({ ...spelledPlace(activity.end), time: end })] : []),
  ];
  return found;
}

/** An element of `rawSignals`: only positions are fixes; Wi-Fi scans and activities say nothing of a place. */
export function fromSignal(element: unknown): Found {
  const { position } = objectOf(element);
  if (!isObject(position)) return [];
  return [
    fixAt({
      ...spelledPlace(position),
      time: readTime(position.timestamp),
      accuracy: position.accuracyMeters,
      altitude: position.altitudeMeters,
      velocity: kmh(position.speedMetersPerSecond),
    }),
  ];
}
