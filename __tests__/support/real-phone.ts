import mqtt, { type MqttClient } from 'mqtt';
import type { Product } from './product';

/** Where the zones are that these phones come to. */
export const HOME = { latitude: 52.5163, longitude: 13.3777 };

/** What makes a circle around home of a request for a zone. */
export const AROUND_HOME = {
  shape_type: 'circle',
  center_latitude: HOME.latitude,
  center_longitude: HOME.longitude,
  radius_meters: 150,
};

/** From three kilometres away into the middle of home, as people move: a lone fix elsewhere would be taken for an error. */
export const COMES_HOME: readonly [metersNorth: number, secondsAgo: number][] = [
  [3_000, 180],
  [1_500, 120],
  [0, 60],
  [0, 40],
  [0, 20],
  [0, 0],
];

interface Credentials {
  topic: string;
  mqtt_username: string;
  mqtt_password: string;
}

/** A phone that is connected to the broker of a running product. */
export class RealPhone {
  private constructor(
    private readonly client: MqttClient,
    private readonly topic: string,
  ) {}

  /** A new device of somebody. @param device the last level of its topic */
  static async of(product: Product, email: string, name: string, device = 'phone'): Promise<RealPhone> {
    const asked = ['--user', email, '--name', name, '--device', device];
    const { topic, ...logIn } = await product.cli<Credentials>('device', 'create', ...asked);
    const { mqtt_username: username, mqtt_password: password } = logIn;
    return new RealPhone(await mqtt.connectAsync(product.mqttUrl, { username, password, reconnectPeriod: 0 }), topic);
  }

  /** Was so many metres north of home, so many seconds before now, in this order. */
  async report(...fixes: readonly (readonly [metersNorth: number, secondsAgo: number])[]): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    for (const [north, ago] of fixes) {
      const place = { lat: HOME.latitude + north / 111_195, lon: HOME.longitude, acc: 8, tid: 'an' };
      await this.client.publishAsync(this.topic, JSON.stringify({ _type: 'location', ...place, tst: now - ago }), { qos: 1 });
    }
  }

  async end(): Promise<void> {
    await this.client.endAsync();
  }
}
