import { geohash } from '@/lib/domain/geo/geohash';
import type { Location } from '@/lib/domain/model';
import { type Payload, payloadOf, secondsOf } from './payload';
import { isoSeconds, type ZoneWriter } from './recorder-time';
import { baseTopic } from './topic';

/** A device as the Recorder's answers name it. */
export interface RecorderDevice {
  /** Of the owner. */
  handle: string;
  device: string;
  /** What people call it. */
  name: string;
  /** Base64 of a picture. */
  face: string | null;
}

/** The Recorder files everything under names in small letters. */
export const recorderName = (name: string): string => name.toLowerCase();

/** What makes a message one of this device. */
export const recorderIdentity = ({ handle, device }: Pick<RecorderDevice, 'handle' | 'device'>) => ({
  topic: baseTopic(handle, device),
  username: recorderName(handle),
  device: recorderName(device),
});

/** A fix as an element of `locations`: the message, where it is by geohash, and its time in three more forms. */
export function recorderLocation(location: Location, topic: string, clock: ZoneWriter): Payload {
  const seconds = secondsOf(location.occurred_at);
  const iso = isoSeconds(seconds);
  const payload = payloadOf(location);
  // Written into the message instead of a copy of it: hundreds of thousands are shaped for one answer.
  payload.topic = topic;
  payload.ghash = geohash(location.latitude, location.longitude);
  // The time of the line in the Recorder's file, which for a location is that of the fix.
  payload.isorcv = iso;
  payload.isotst = iso;
  payload.disptst = `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
  payload.tzname = clock.timeZone;
  payload.isolocal = clock.write(seconds);
  return payload;
}

/** A device's newest fix as an element of `last`. */
export function recorderLast(location: Location, device: RecorderDevice, clock: ZoneWriter): Payload {
  const { isorcv: _isorcv, ...members } = recorderLocation(location, '', clock);
  const face = device.face === null ? {} : { face: device.face };
  return { ...members, ...recorderIdentity(device), name: device.name, ...face };
}

/** With the label that live maps write beside a device. */
export const recorderLabelled = (payload: Payload): Payload => ({ ...payload, _label: payload.name });

/** Of an object only these members. */
export function onlyMembers(payload: Payload, names: readonly string[]): Payload {
  const chosen: Payload = {};
  for (const name of names) if (Object.hasOwn(payload, name)) chosen[name] = payload[name];
  return chosen;
}

const position = ({ lon, lat }: Payload) => [lon, lat];

/** A fix as a GeoJSON feature, named by its tid. */
export function recorderFeature(payload: Payload): object {
  const { tid, vel, tst, acc, alt, addr, isotst } = payload;
  const properties = { name: tid, vel, tst, acc, alt, address: addr, isotst };
  return { type: 'Feature', geometry: { type: 'Point', coordinates: position(payload) }, properties };
}

/** A named place as a GeoJSON feature. */
export function recorderPoi(payload: Payload): object {
  const { poi, tst, isotst, image, imagename } = payload;
  const properties = { name: poi, tst, isotst, image, imagename };
  return { type: 'Feature', geometry: { type: 'Point', coordinates: position(payload) }, properties };
}
