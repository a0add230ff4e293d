import type { DeliveryStore, ProcessStore } from '@/lib/storage/ports';
import type { HealthService, ListenerPart, Part } from './health';

/** One number with what tells it from its siblings. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

export interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  samples: Sample[];
}

const one = (value: number): Sample[] => [{ labels: {}, value }];

function numbers(record: unknown): [string, number][] {
  return Object.entries((record ?? {}) as Record<string, unknown>).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
}

/** The embedded broker's ports and its certificate; nothing with an external broker. */
function ofBroker(broker: Part | undefined): Metric[] {
  const listeners = Object.entries(broker?.listeners ?? {});
  if (!broker || listeners.length === 0) return [];
  const ofEach = (value: (listener: ListenerPart) => number) =>
    listeners.map(([listener, state]) => ({ labels: { listener }, value: value(state) }));
  const { certificate_expires_at: expires } = broker;
  return [
    {
      name: 'fencepost_mqtt_listener_up',
      help: 'Whether the embedded broker listens on a port (1) or not (0).',
      type: 'gauge',
      samples: ofEach(({ state }) => (state === 'up' ? 1 : 0)),
    },
    {
      name: 'fencepost_mqtt_connections',
      help: 'Open connections by listener, also of those who have not logged in.',
      type: 'gauge',
      samples: ofEach(({ connections }) => connections),
    },
    {
      name: 'fencepost_mqtt_certificate_expiry_seconds',
      help: 'When the certificate of MQTT over TLS ends, as a Unix time.',
      type: 'gauge',
      samples: expires === undefined ? [] : one(Date.parse(expires) / 1000),
    },
  ];
}

/** Counts for a monitoring system; nothing in them tells where anybody is. */
export class MetricsService {
  constructor(
    private readonly processes: ProcessStore,
    private readonly deliveries: Pick<DeliveryStore, 'counts'>,
    private readonly health: HealthService,
  ) {}

  /** What the processes last said (at most 2 s ago) and what the tables hold now. */
  async read(): Promise<Metric[]> {
    const { locations, events } = this.processes.totals();
    const deliveries = Object.entries(await this.deliveries.counts());
    const { parts: byName } = this.health.report();
    const parts = Object.entries(byName);
    return [
      {
        name: 'fencepost_up',
        help: 'Whether a part works (1) or not (0).',
        type: 'gauge',
        samples: parts.map(([part, { state }]) => ({ labels: { part }, value: state === 'up' ? 1 : 0 })),
      },
      {
        name: 'fencepost_restarts_total',
        help: 'How often the supervisor had to start a process again since it runs.',
        type: 'counter',
        samples: parts.flatMap(([part, { restarts }]) =>
          restarts === undefined ? [] : [{ labels: { process: part }, value: restarts }],
        ),
      },
      { name: 'fencepost_fixes_total', help: 'Fixes ever stored.', type: 'counter', samples: one(locations) },
      { name: 'fencepost_events_total', help: 'Geofence events ever recorded.', type: 'counter', samples: one(events) },
      ...this.said(),
      ...ofBroker(byName.broker),
      {
        name: 'fencepost_deliveries',
        help: 'Notifications by state.',
        type: 'gauge',
        samples: deliveries.map(([state, value]) => ({ labels: { state }, value })),
      },
    ];
  }

  private said(): Metric[] {
    const processes = this.processes.list();
    const engine = (processes.find(({ name }) => name === 'worker')?.state.parts as { engine?: { lag?: unknown } } | undefined)
      ?.engine;
    const counters = processes.flatMap(({ name, state }) =>
      numbers(state.counters).map(([kind, value]) => ({ labels: { process: name, kind }, value })),
    );
    return [
      {
        name: 'fencepost_messages_total',
        help: 'Messages from phones since the process began; kind "messages" counts all, the others what became of them.',
        type: 'counter',
        samples: counters,
      },
      {
        name: 'fencepost_engine_lag_fixes',
        help: 'Stored fixes that the engine has not yet looked at.',
        type: 'gauge',
        samples: typeof engine?.lag === 'number' ? one(engine.lag) : [],
      },
    ];
  }
}
