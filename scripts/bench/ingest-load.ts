import type { Fix, Geofence } from '@/lib/domain/model';
import { deviceName, HANDLE, passwordOf } from './ingest-database';
import type { ServerFigures } from './ingest-server';
import { Publisher, publishPacket } from './publisher';

export interface Load {
  /** An external broker instead of the embedded one on `port`. */
  broker: string | null;
  port: number;
  devices: number;
  /** Messages that each connection has under way. */
  window: number;
  figures: () => Promise<ServerFigures>;
}

/** Through an external broker few connections carry all devices; at the embedded one each device has its own. */
const BROKER_CONNECTIONS = 50;
/** So much may wait in an external broker: its own limits must not decide, least of all by dropping. */
const MAX_AHEAD = 20_000;
const STALL_MS = 20_000;
const FIRST_TST = 1_750_000_000;
/** Some 30 km: outside of every zone of this size. */
const FAR_DEGREES = 0.3;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const topicOf = (device: number) => `owntracks/${HANDLE}/${deviceName(device)}`;

type Place = Pick<Fix, 'latitude' | 'longitude' | 'accuracy'>;

/** A message as Android sends it. @param tst seconds or milliseconds */
function payloadOf({ latitude, longitude, accuracy }: Place, tst: number): string {
  const place = `"lat":${latitude.toFixed(6)},"lon":${longitude.toFixed(6)},"acc":${Math.round(accuracy ?? 10)}`;
  const rest = '"alt":84,"vac":2,"vel":4,"cog":270,"batt":81,"bs":1,"m":1,"conn":"m","t":"t","inregions":["Home"],"tid":"be"';
  return `{"_type":"location","created_at":${FIRST_TST},"_id":"0d871a61",${place},${rest},"tst":${tst}}`;
}

interface Line {
  publisher: Publisher;
  packets: Buffer[];
}

/** All connections of the generator. */
export class Generator {
  private lines: Line[] = [];
  private held = true;
  private lastAcknowledgement = 0;

  constructor(private readonly load: Load) {}

  async open(): Promise<void> {
    const { broker, port, devices } = this.load;
    const url = new URL(broker ?? `mqtt://127.0.0.1:${port}`);
    const address = { host: url.hostname, port: Number(url.port) || 1883 };
    for (let n = 0; n < (broker ? Math.min(BROKER_CONNECTIONS, devices) : devices); n++) {
      const credentials = { clientId: `bench-${process.pid}-${n}`, username: HANDLE, password: passwordOf(n) };
      const line: Line = { packets: [], publisher: await Publisher.open(address, credentials, () => this.acknowledged(line)) };
      this.lines.push(line);
    }
  }

  get connections(): number {
    return this.lines.length;
  }

  close(): void {
    for (const { publisher } of this.lines) publisher.close();
  }

  /** Makes the packets beforehand: making them must not compete with what is measured. */
  prepare(fixes: readonly Fix[]): void {
    const told = new Map<number, number>();
    for (const fix of fixes) {
      const device = fix.device_id - 1;
      const minute = told.get(device) ?? 0;
      told.set(device, minute + 1);
      this.enqueue(device, payloadOf(fix, FIRST_TST + 60 * minute));
    }
  }

  /** Publishes what is prepared as fast as it is acknowledged. Answers the seconds until the last message was stored. */
  async flood(messages: number): Promise<{ seconds: number; figures: ServerFigures }> {
    const startedAt = performance.now();
    let progress = { at: startedAt, stored: 0 };
    this.held = false;
    for (;;) {
      for (const line of this.lines) this.fill(line);
      await pause(this.load.broker ? 5 : 50);
      const figures = await this.load.figures();
      const now = performance.now();
      const stored = (figures.counters.stored ?? 0) + (figures.counters.duplicates ?? 0);
      this.held = this.load.broker !== null && this.sent - stored > MAX_AHEAD;
      if (stored >= messages && this.acknowledgements >= messages) {
        const end = this.load.broker ? now : this.lastAcknowledgement;
        return { seconds: (end - startedAt) / 1000, figures };
      }
      if (stored > progress.stored) progress = { at: now, stored };
      if (now - progress.at > STALL_MS) {
        throw new Error(
          `only ${stored} of ${this.sent} messages were stored; a broker that drops some needs max_queued_messages 0`,
        );
      }
    }
  }

  /** Publishes at an even rate; with each message its device enters its zone or leaves it. Answers the delays, sorted. */
  async steady(rate: number, seconds: number, zones: readonly Geofence[]): Promise<number[]> {
    const circles = zones.filter(({ shape_type }) => shape_type === 'circle');
    const startedAt = performance.now();
    const delays: number[] = [];
    for (let n = 0; n < rate * seconds; ) {
      const due = Math.min(rate * seconds, ((performance.now() - startedAt) / 1000) * rate);
      for (; n < due; n++) {
        const device = n % this.load.devices;
        const { center_latitude, center_longitude } = circles[device % circles.length] as Geofence;
        const isInside = Math.floor(n / this.load.devices) % 2 === 0;
        const latitude = (center_latitude ?? 0) + (isInside ? 0 : FAR_DEGREES);
        this.enqueue(device, payloadOf({ latitude, longitude: center_longitude ?? 0, accuracy: 10 }, this.now()));
        this.fill(this.lineOf(device));
      }
      await pause(1);
      if (n % rate === 0) delays.push(...(await this.load.figures()).delays);
    }
    await pause(500);
    delays.push(...(await this.load.figures()).delays);
    // An event may be dated back to a fix of the flood, which says nothing about a delay.
    const longest = performance.now() - startedAt;
    return delays.filter((delay) => delay <= longest).sort((a, b) => a - b);
  }

  private now(): number {
    return Math.round(performance.timeOrigin + performance.now());
  }

  private get sent(): number {
    return this.lines.reduce((sum, { publisher }) => sum + publisher.sent, 0);
  }

  private get acknowledgements(): number {
    return this.lines.reduce((sum, { publisher }) => sum + publisher.acknowledged, 0);
  }

  private lineOf(device: number): Line {
    return this.lines[device % this.lines.length] as Line;
  }

  private enqueue(device: number, payload: string): void {
    const { packets } = this.lineOf(device);
    packets.push(publishPacket(topicOf(device), (packets.length % 65_535) + 1, payload));
  }

  private acknowledged(line: Line): void {
    this.lastAcknowledgement = performance.now();
    this.fill(line);
  }

  private fill({ publisher, packets }: Line): void {
    const room = this.held ? 0 : this.load.window - (publisher.sent - publisher.acknowledged);
    if (room > 0) publisher.send(packets.slice(publisher.sent, publisher.sent + room));
  }
}
