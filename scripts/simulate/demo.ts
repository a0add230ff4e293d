import { randomBytes } from 'node:crypto';
import type { User } from '@/lib/domain/model';
import type { Context } from '../cli/context';
import type { Place } from './movement';
import type { PhoneAccount } from './phone';

/** A domain reserved for examples: no mail to it reaches anybody. */
export const DEMO_EMAIL = 'demo@example.org';
const DEGREES_PER_METER = 1 / 111_195;

/** Where the demo plays when nothing else is said: Berlin's centre. */
export const DEMO_CENTER = { latitude: 52.5163, longitude: 13.3777 };

const PHONE_NAMES = ['Anna', 'Ben', 'Clara', 'David', 'Emma', 'Finn', 'Greta', 'Hugo', 'Ida', 'Jonas'];

/** Places of a small town around a centre; metres to the north and east. */
const TOWN = [
  { name: 'Home', north: 0, east: 0, radius: 120, color: '#0ca678' },
  { name: 'School', north: 700, east: 650, radius: 180, color: '#1c7ed6' },
  { name: 'Work', north: -1_900, east: 2_600, radius: 250, color: '#e8590c' },
  { name: 'Sports club', north: 1_200, east: -900, radius: 200, color: '#9c36b5' },
];
/** Polygon: the park between home and the club. */
const PARK = { name: 'Park', color: '#66a80f', north: 350, east: -350, halfNorth: 180, halfEast: 230 };

function shift(center: { latitude: number; longitude: number }, north: number, east: number) {
  const shrink = Math.cos((center.latitude * Math.PI) / 180);
  return {
    latitude: center.latitude + north * DEGREES_PER_METER,
    longitude: center.longitude + (east * DEGREES_PER_METER) / shrink,
  };
}

/** The places of the town around a centre, for people who have no zones to walk between. */
export function townAround(center: { latitude: number; longitude: number }): Place[] {
  return TOWN.map(({ name, north, east, radius }) => ({ name, radius, ...shift(center, north, east) }));
}

/** Six points around the park's middle. */
function parkGeometry(center: { latitude: number; longitude: number }) {
  const corners = [0, 1, 2, 3, 4, 5, 0].map((i) => {
    const angle = (i * Math.PI) / 3;
    const north = PARK.north + Math.sin(angle) * PARK.halfNorth;
    const { latitude, longitude } = shift(center, north, PARK.east + Math.cos(angle) * PARK.halfEast);
    return [longitude, latitude] as [number, number];
  });
  return { type: 'Polygon' as const, coordinates: [corners] };
}

async function makeZones({ zones, mail }: Context, user: User, center: { latitude: number; longitude: number }): Promise<void> {
  // Without a mail server every event would be marked as failed, which is no way to meet a newcomer.
  const email_notifications = (await mail.route()).smtpUrl !== null;
  const present = new Set((await zones.list(user)).map((zone) => zone.name));
  const circles = TOWN.map(({ name, color, radius, north, east }) => {
    const { latitude, longitude } = shift(center, north, east);
    return { name, color, shape_type: 'circle', center_latitude: latitude, center_longitude: longitude, radius_meters: radius };
  });
  const park = { name: PARK.name, color: PARK.color, shape_type: 'polygon', geometry: parkGeometry(center) };
  for (const zone of [...circles, park]) {
    if (!present.has(zone.name)) await zones.create(user, { ...zone, email_notifications });
  }
}

export interface DemoAccount {
  user: User;
  /** New with each call, because only a hash of the last one is kept. */
  password: string;
}

/** The demo user with zones around `center`; what is there already is kept, the password is set anew. */
export async function makeDemo(
  context: Context,
  email: string,
  center: { latitude: number; longitude: number },
): Promise<DemoAccount> {
  const password = randomBytes(9).toString('base64url');
  const found = await context.findUser(email);
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const user = found ?? (await context.users.create(null, { email, name: 'Demo', role: 'user', password, time_zone }));
  if (found) await context.setPassword(user.id, password);
  await makeZones(context, user, center);
  return { user, password };
}

/** `count` simulated phones of a user, made or taken over from an earlier run with new passwords. */
export async function makePhones({ devices }: Context, user: User, count: number): Promise<PhoneAccount[]> {
  const present = new Map((await devices.list(user, { user_id: user.id })).map((row) => [row.device, row]));
  const accounts: PhoneAccount[] = [];
  for (let i = 0; i < count; i++) {
    const name = PHONE_NAMES[i] ?? `Phone ${i + 1}`;
    const device = `sim-${i + 1}`;
    const row = present.get(device);
    const made = row
      ? { topic: `owntracks/${user.handle}/${device}`, ...(await devices.rotatePassword(user, row.id)) }
      : await devices.create(user, { name: `${name}’s phone`, device });
    accounts.push({ topic: made.topic, username: made.mqtt_username, password: made.mqtt_password, tid: name.slice(0, 2) });
  }
  return accounts;
}
