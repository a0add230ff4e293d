import mqtt, { type MqttClient } from 'mqtt';
import type { Person, SimulatedFix } from './movement';

export interface PhoneAccount {
  topic: string;
  username: string;
  password: string;
  tid: string;
}

export interface PhoneCounts {
  published: number;
  acknowledged: number;
  connected: boolean;
  problem: string | null;
}

/** A phone as OwnTracks behaves: a will, a persistent session, QoS 1, and a queue while the server is away. */
export class SimulatedPhone {
  readonly counts: PhoneCounts = { published: 0, acknowledged: 0, connected: false, problem: null };
  private client: MqttClient | null = null;
  private lastSecond = 0;

  constructor(
    private readonly account: PhoneAccount,
    private readonly person: Person,
    private readonly onAcknowledged: (payload: Record<string, unknown>, topic: string) => void,
  ) {}

  connect(brokerUrl: string): void {
    const { topic, username, password, tid } = this.account;
    this.client = mqtt.connect(brokerUrl, {
      clientId: `${username}${topic.split('/').at(-1)}`.replace(/[^A-Za-z0-9]/g, ''),
      username,
      password,
      clean: false,
      keepalive: 60,
      reconnectPeriod: 1_000,
      will: {
        topic,
        payload: Buffer.from(JSON.stringify({ _type: 'lwt', tst: Math.floor(Date.now() / 1000), tid })),
        qos: 1,
        retain: false,
      },
    });
    this.client.on('connect', () => {
      this.counts.connected = true;
      this.counts.problem = null;
    });
    this.client.on('close', () => {
      this.counts.connected = false;
    });
    this.client.on('error', (error) => {
      this.counts.problem = error.message;
    });
  }

  /** Moves the person on by `seconds` and publishes where the phone believes to be, at `now` (epoch milliseconds). */
  publish(seconds: number, now: number): SimulatedFix {
    const fix = this.person.advance(seconds);
    // Two fixes of one phone never share a second, as on a real one.
    this.lastSecond = Math.max(Math.floor(now / 1000), this.lastSecond + 1);
    const payload = {
      _type: 'location',
      lat: Number(fix.latitude.toFixed(6)),
      lon: Number(fix.longitude.toFixed(6)),
      acc: fix.accuracy,
      vel: fix.velocity,
      cog: fix.course,
      batt: fix.battery,
      bs: 1,
      conn: fix.mode === 'rest' ? 'w' : 'm',
      m: fix.mode === 'rest' ? 1 : 2,
      tid: this.account.tid,
      tst: this.lastSecond,
    };
    this.counts.published += 1;
    this.client?.publish(this.account.topic, JSON.stringify(payload), { qos: 1 }, (error) => {
      if (error) return;
      this.counts.acknowledged += 1;
      this.onAcknowledged(payload, this.account.topic);
    });
    return fix;
  }

  get waiting(): number {
    return this.counts.published - this.counts.acknowledged;
  }

  async disconnect(): Promise<void> {
    await this.client?.endAsync(this.waiting > 0);
  }
}
