import { measure } from '@/lib/domain/geo';
import type { User } from '@/lib/domain/model';
import { DEMO_CENTER, DEMO_EMAIL, makeDemo, makePhones, townAround } from '../simulate/demo';
import type { Place } from '../simulate/movement';
import type { PhoneAccount } from '../simulate/phone';
import { type SimulationResult, simulate } from '../simulate/run';
import { type Command, numberOption, UsageError } from './command';
import { type Context, withContext } from './context';

interface Cast {
  accounts: PhoneAccount[];
  places: Place[];
  intro: string[];
}

function centerOption(given: string | undefined): { latitude: number; longitude: number } {
  if (given === undefined) return DEMO_CENTER;
  const [latitude = Number.NaN, longitude = Number.NaN] = given.split(',').map(Number);
  if (Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180) return { latitude, longitude };
  throw new UsageError(`--around is ${given}; it must be LATITUDE,LONGITUDE with −85…85 and −180…180`);
}

/** The user's zones as places, and the town around the first one while there are fewer than two. */
async function placesOf({ zones }: Context, user: User, center: { latitude: number; longitude: number }): Promise<Place[]> {
  const places = (await zones.list(user)).map((zone) => {
    const { center: middle, area_square_meters } = measure(zone);
    return { name: zone.name, ...middle, radius: zone.radius_meters ?? Math.sqrt(area_square_meters / Math.PI) };
  });
  return places.length >= 2 ? places : [...places, ...townAround(places[0] ?? center)];
}

async function cast(context: Context, values: Record<string, string | undefined>, isDemo: boolean): Promise<Cast> {
  const count = numberOption('phones', values.phones, 3, 1, 1_000);
  const center = centerOption(values.around);
  if (isDemo) {
    const { user, password } = await makeDemo(context, values.email ?? DEMO_EMAIL, center);
    const accounts = await makePhones(context, user, count);
    const intro = [`Sign in at ${context.config.publicUrl} as ${user.email}, password ${password}`];
    return { accounts, places: townAround(center), intro };
  }
  if (!values.user) throw new UsageError('simulate: --user E or --demo is missing; it says whose phones to play');
  const user = await context.userCalled(values.user);
  return { accounts: await makePhones(context, user, count), places: await placesOf(context, user, center), intro: [] };
}

/** Ctrl+C ends the simulation, not the count of it. */
function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

function describe(result: SimulationResult): string {
  return `${result.phones} phones, ${result.published} fixes published, ${result.acknowledged} acknowledged in ${result.seconds.toFixed(1)} s.`;
}

/** One line that is written over on a terminal; every tenth on its own elsewhere. */
function progressWriter(): (line: string) => void {
  let count = 0;
  return (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`);
    else if (count % 10 === 0) process.stderr.write(`${line}\n`);
    count += 1;
  };
}

export const simulateCommand: Command = {
  name: 'simulate',
  help: 'plays phones that walk, drive and rest around zones',
  options: {
    demo: { help: 'makes a demo user, zones and phones, and says how to sign in' },
    email: { value: 'E', help: 'address of the demo user, who then gets its mails' },
    user: { value: 'E', help: 'plays phones of this person around their zones' },
    phones: { value: 'N', help: 'how many, 1–1000; 3 without it' },
    speed: { value: 'X', help: 'times faster than people, 0.1–100; 5 without it' },
    interval: { value: 'MS', help: 'milliseconds between fixes of a phone, 10–3600000; 1000 without it' },
    seconds: { value: 'S', help: 'how long; until Ctrl+C without it' },
    around: { value: 'LAT,LON', help: 'where, for people without zones' },
    broker: { value: 'URL', help: 'mqtt://…; the configured one without it' },
    seed: { value: 'N', help: 'the same number plays the same movements' },
    log: { value: 'FILE', help: 'gets each acknowledged fix as a line of JSON' },
  },
  run: async (values, flags) => {
    const { accounts, places, intro, broker } = await withContext(async (context) => ({
      ...(await cast(context, values, flags.has('demo'))),
      broker: values.broker ?? context.config.mqttUrl ?? `mqtt://127.0.0.1:${context.config.mqttPort}`,
    }));
    for (const line of intro) process.stderr.write(`${line}\n`);
    const seconds = values.seconds === undefined ? null : numberOption('seconds', values.seconds, 0, 1, 1_000_000);
    const options = {
      broker,
      accounts,
      places,
      seed: numberOption('seed', values.seed, 1, 0, 4_294_967_295),
      speed: numberOption('speed', values.speed, 5, 0.1, 100),
      intervalMs: numberOption('interval', values.interval, 1_000, 10, 3_600_000),
      durationMs: seconds === null ? null : seconds * 1_000,
      logFile: values.log ?? null,
      onProgress: progressWriter(),
    };
    const result = await simulate(options, untilInterrupted());
    if (process.stderr.isTTY) process.stderr.write('\n');
    return { json: result, text: describe(result) };
  },
};
