import { z } from 'zod';
import type { Entity } from '@/lib/domain/notify/home-assistant';
import { TOPIC_ROOT } from '@/lib/domain/notify/home-assistant-topics';
import type { PublishState, PublishView } from '@/lib/domain/notify/mqtt-publish';
import { iso } from './dto';
import { identifier } from './params';
import { text } from './schemas';

const ROOT_IS = 'it must be letters, digits, ".", "_" or "-", in one to three levels with "/" between them';

const topicRoot = (field: string) =>
  text(field, 1, 98).refine((value) => TOPIC_ROOT.test(value), {
    error: ({ input }) => `${field} is ${JSON.stringify(input)}; ${ROOT_IS}`,
  });

/** What phones publish on is theirs. */
const isOfPhones = (value: string) => /^owntracks(\/|$)/i.test(value);
const isWithin = (topic: string, root: string) => topic === root || topic.startsWith(`${root}/`);

function isBrokerUrl(value: string): boolean {
  if (!/^(mqtts?|wss?):\/\//i.test(value) || !URL.canParse(value)) return false;
  const { hostname, username, password, search, hash } = new URL(value);
  return hostname !== '' && username === '' && password === '' && search === '' && hash === '';
}

const broker = z.object({
  url: text('broker.url', 1, 500).refine(isBrokerUrl, {
    error: ({ input }) =>
      `broker.url is ${JSON.stringify(input)}; it must be like mqtt://homeassistant.local:1883, with mqtt, mqtts, ws or wss and without a log-in`,
  }),
  username: text('broker.username', 0, 200).default(''),
  /** Never repeated in a message. An empty one counts as not given: the kept one stays. */
  password: z
    .string({ error: 'broker.password must be a text' })
    .max(1000, 'broker.password must have at most 1000 characters')
    .transform((value) => value || undefined)
    .optional(),
});

export const publishInput = z
  .object({
    is_enabled: z.boolean({ error: 'is_enabled must be true or false' }),
    base: topicRoot('base').default('fencepost'),
    discovery_prefix: topicRoot('discovery_prefix').default('homeassistant'),
    people: z
      .array(identifier('people'), { error: 'people must be the ids of people, or null for everybody' })
      .max(1000, 'people must have at most 1000 ids')
      .nullable()
      .default(null),
    broker: broker.nullable().default(null),
  })
  .refine(({ base }) => !isOfPhones(base), { path: ['base'], error: 'base is "owntracks", where phones publish; choose another' })
  .refine(({ discovery_prefix }) => !isOfPhones(discovery_prefix), {
    path: ['discovery_prefix'],
    error: 'discovery_prefix is "owntracks", where phones publish; choose another',
  })
  .refine(({ base, discovery_prefix }) => !isWithin(base, discovery_prefix) && !isWithin(discovery_prefix, base), {
    path: ['base'],
    error: 'base and discovery_prefix must not lie within each other',
  });

/** `settings`: a draft; without it, what is saved. */
export const publishTestInput = z.object({ settings: publishInput.optional() });

export const publishDto = ({ updated_at, ...view }: PublishView, state: PublishState | null) => ({
  mqtt_publish: { ...view, updated_at: iso(updated_at) },
  state: state && { ...state, last_published_at: iso(state.last_published_at) },
});

export const entityDto = ({ topic, component, device_id, name, config }: Entity) => ({
  topic,
  component,
  device_id,
  device_name: (config.device as { name: string }).name,
  name,
  config,
});
