/** The settings of what is published, as an admin sees them: never with the password. */
export interface PublishView {
  is_enabled: boolean;
  base: string;
  discovery_prefix: string;
  /** Whose devices are published, by the ids of the people; null: everybody's. */
  people: number[] | null;
  /** Null: our own. */
  broker: { url: string; username: string; has_password: boolean } | null;
  /** The broker of MQTT_URL; null: the embedded one is our own. */
  own_broker: string | null;
  /** Why what is set up can't be used. */
  problem: string | null;
  updated_at: number | null;
}

/** How the publishing is doing, as the worker last said it. */
export interface PublishState {
  link: 'connecting' | 'up' | 'down' | 'off';
  /** In the words of the broker or the system. */
  detail: string | null;
  /** Retained topics that are in order. */
  topics: number;
  /** What Home Assistant finds. */
  entities: number;
  /** Programs that read from the embedded broker; null: others have them. */
  readers: number | null;
  last_published_at: number | null;
}

/** The parts of a test of a broker, in their order. */
type PublishStepName = 'connect' | 'own_topics' | 'discovery' | 'birth';

/** How one of them went; `said` are the words of the broker or the system. */
export interface PublishStep {
  step: PublishStepName;
  state: 'ok' | 'failed' | 'skipped';
  said: string | null;
}
