import type { PublishedDevice, PublishedZone, PublishedZones } from './home-assistant-snapshot';
import { INSIDE, NOT_HOME, OUTSIDE } from './home-assistant-state';
import {
  type Component,
  deviceIdentifier,
  deviceTopics,
  discoveryTopic,
  type PublishNames,
  statusTopic,
  uniqueId,
} from './home-assistant-topics';

/** A thing that Home Assistant shows, as its MQTT discovery wants it told. */
export interface Entity {
  topic: string;
  component: Component;
  device_id: number;
  /** Null: it is named like its device. */
  name: string | null;
  config: Record<string, unknown>;
}

type Named = Pick<PublishedDevice, 'id' | 'user_id' | 'name' | 'device' | 'handle' | 'owner_name'>;

/** What people call the place where they live; Home Assistant's presence detection has one such place, `home`. */
const HOME = /^(my |our |unser |mein )?(home|zuhause|zu hause|daheim)$/i;

/** Never sent: `not_home` is what gives the decision back to Home Assistant. */
const NEVER = 'nowhere';

/** @param publicUrl where people find this installation */
export function entitiesOf(names: PublishNames, devices: readonly Named[], zones: PublishedZones, publicUrl: string): Entity[] {
  const taken = new Map<string, number>();
  for (const { name } of devices) taken.set(name, (taken.get(name) ?? 0) + 1);
  return devices.flatMap((device) => {
    const shown = taken.get(device.name) === 1 ? device.name : `${device.name} (${device.owner_name})`;
    const common = commonOf(names, device, shown, publicUrl);
    const own = zones.of(device);
    return [
      tracker(names, device, own, common),
      placeSensor(names, device, common),
      batterySensor(names, device, common),
      ...own.map((zone) => zoneSensor(names, device, zone, common)),
    ];
  });
}

type Common = Record<'device' | 'origin' | 'availability' | 'qos', unknown>;

function commonOf(names: PublishNames, device: Named, name: string, publicUrl: string): Common {
  return {
    device: {
      identifiers: [deviceIdentifier(names, device.id)],
      name,
      manufacturer: 'Fencepost',
      model: 'OwnTracks',
      configuration_url: new URL(`/admin/devices/${device.id}`, publicUrl).href,
    },
    origin: { name: 'Fencepost', support_url: publicUrl },
    availability: [{ topic: statusTopic(names) }],
    qos: 1,
  };
}

/**
 * In one of its zones it is where that zone says; the zone called Home is Home Assistant's `home`. In none of them Home Assistant
 * looks at the coordinates and its own zones, which `payload_reset` asks for.
 */
function tracker(names: PublishNames, device: Named, zones: readonly PublishedZone[], common: Common): Entity {
  const topics = deviceTopics(names, device);
  const home = zones.find(({ name }) => HOME.test(name.trim()));
  return entity(names, 'device_tracker', device, 'tracker', {
    name: null,
    state_topic: topics.state,
    json_attributes_topic: topics.attributes,
    payload_home: home?.name ?? 'home',
    payload_not_home: NEVER,
    payload_reset: NOT_HOME,
    source_type: 'gps',
    ...common,
  });
}

function placeSensor(names: PublishNames, device: Named, common: Common): Entity {
  const { state } = deviceTopics(names, device);
  return entity(names, 'sensor', device, 'zone', { name: 'Zone', icon: 'mdi:map-marker-radius', state_topic: state, ...common });
}

/** Without a name: Home Assistant calls it by its class, in its own language. */
function batterySensor(names: PublishNames, device: Named, common: Common): Entity {
  return entity(names, 'sensor', device, 'battery', {
    state_topic: deviceTopics(names, device).battery,
    device_class: 'battery',
    state_class: 'measurement',
    unit_of_measurement: '%',
    entity_category: 'diagnostic',
    ...common,
  });
}

function zoneSensor(names: PublishNames, device: Named, zone: PublishedZone, common: Common): Entity {
  const topics = deviceTopics(names, device);
  return entity(names, 'binary_sensor', device, zone.id, {
    name: zone.name,
    state_topic: topics.zone(zone.id),
    json_attributes_topic: topics.zoneAttributes(zone.id),
    payload_on: INSIDE,
    payload_off: OUTSIDE,
    device_class: 'occupancy',
    ...common,
  });
}

function entity(
  names: PublishNames,
  component: Component,
  { id }: Named,
  part: string,
  config: Record<string, unknown> & { name?: string | null },
): Entity {
  const unique_id = uniqueId(names, id, part);
  const { name = 'Battery' } = config;
  return { topic: discoveryTopic(names, component, unique_id), component, device_id: id, name, config: { unique_id, ...config } };
}
