import { type Entity, entitiesOf } from '@/lib/domain/notify/home-assistant';
import { type PublishedDevice, PublishedZones } from '@/lib/domain/notify/home-assistant-snapshot';
import { retainedOf } from '@/lib/domain/notify/home-assistant-state';
import { type PublishNames, statusTopic } from '@/lib/domain/notify/home-assistant-topics';
import type { PublishStore } from '@/lib/storage/ports';

/** Devices that are read in one go, between which messages of phones have their turn. */
const PAGE = 100;

const ONLINE = 'online';
export const OFFLINE = 'offline';

/** All that should be retained, as the database has it now. Discovery messages are made anew only when their subjects changed. */
export class PublishSnapshot {
  private zones = new PublishedZones([]);
  private revision: number | null = null;
  private subjects = '';
  private discovery: readonly (readonly [string, string])[] = [];

  constructor(
    private readonly store: PublishStore,
    private readonly names: PublishNames,
    private readonly publicUrl: string,
    private readonly people: readonly number[] | null = null,
  ) {}

  /** Discovery messages first, our own state last: when it says that we are here, all else is there. */
  async retained(): Promise<Map<string, string>> {
    const before = this.revision;
    await this.readZones();
    const devices = await publishedDevices(this.store, this.people);
    this.describe(devices, this.revision !== before);
    const wanted = new Map(this.discovery);
    for (const device of devices) {
      for (const [topic, payload] of retainedOf(this.names, device, this.zones)) wanted.set(topic, payload);
    }
    return wanted.set(statusTopic(this.names), ONLINE);
  }

  get entities(): number {
    return this.discovery.length;
  }

  private async readZones(): Promise<void> {
    const revision = this.store.zonesRevision();
    if (revision === this.revision) return;
    this.zones = new PublishedZones(await this.store.zones());
    this.revision = revision;
  }

  private describe(devices: readonly PublishedDevice[], zonesChanged: boolean): void {
    const subjects = devices.map(({ id, name, device, handle, owner_name }) => [id, name, device, handle, owner_name]).join('\n');
    if (subjects === this.subjects && !zonesChanged) return;
    const entities = entitiesOf(this.names, devices, this.zones, this.publicUrl);
    this.discovery = entities.map(({ topic, config }) => [topic, JSON.stringify(config)] as const);
    this.subjects = subjects;
  }
}

/** @param people whose; null: everybody's */
async function publishedDevices(
  store: Pick<PublishStore, 'devicesAfter'>,
  people: readonly number[] | null,
): Promise<PublishedDevice[]> {
  const all = await allDevices(store);
  return people ? all.filter(({ user_id }) => people.includes(user_id)) : all;
}

async function allDevices(store: Pick<PublishStore, 'devicesAfter'>): Promise<PublishedDevice[]> {
  const devices: PublishedDevice[] = [];
  for (;;) {
    const page = await store.devicesAfter(devices.at(-1)?.id ?? 0, PAGE);
    devices.push(...page);
    if (page.length < PAGE) return devices;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What Home Assistant will show, for the admin who sets it up. */
export async function previewOf(
  store: PublishStore,
  { names, people }: { names: PublishNames; people: readonly number[] | null },
  publicUrl: string,
): Promise<{ entities: Entity[]; owners: number[] }> {
  const devices = await publishedDevices(store, people);
  return {
    entities: entitiesOf(names, devices, new PublishedZones(await store.zones()), publicUrl),
    owners: devices.map(({ user_id }) => user_id),
  };
}
