import type { Members } from './values';

const FIELDS = 10;
const HEX = /^[0-9a-f]{1,8}$/i;

/** Small trackers save bytes: some fields are sent in units of ten, coordinates in millionths of a degree. */
function scaled(text: string | undefined, factor: number): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) ? Math.round(value * factor * 1e6) / 1e6 : undefined;
}

/**
 * The line `tid,tst,t,lat,lon,cog,vel,alt,dist,trip` that OwnTracks Recorder also takes: tst in hexadecimal seconds, lat and
 * lon in millionths of a degree, cog in 10°, vel in km/h, alt in 10 m, dist in m, trip in km.
 * @returns the members of the location it stands for, or null when the text is no such line
 */
export function membersOfCsv(text: string): Members | null {
  const fields = text.trim().split(',');
  const [tid, tst, t, lat, lon, cog, vel, alt, dist, trip] = fields;
  if (fields.length !== FIELDS || !tst || !HEX.test(tst)) return null;
  const latitude = scaled(lat, 1e-6);
  const longitude = scaled(lon, 1e-6);
  if (latitude === undefined || longitude === undefined) return null;
  const members: Members = {
    _type: 'location',
    tid,
    tst: Number.parseInt(tst, 16),
    t,
    lat: latitude,
    lon: longitude,
    cog: scaled(cog, 10),
    vel: scaled(vel, 1),
    alt: scaled(alt, 10),
    dist: scaled(dist, 1),
    trip: scaled(trip, 1000),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
