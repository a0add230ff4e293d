import type { ProcessState } from '@/lib/domain/model';
import type { ProcessStore } from '@/lib/storage/ports';
import type { Clock } from './clock';

/** A process beats every 2 s; after this long without a beat it counts as down. */
const BEAT_LIMIT_MS = 10_000;

export type PartState = 'up' | 'starting' | 'down';

/** One port of the embedded broker. */
export interface ListenerPart {
  state: PartState;
  port: number;
  /** Open sockets. */
  connections: number;
}

export interface Part {
  state: PartState;
  detail?: string;
  restarts?: number;
  /** Of the engine: fixes that are stored but not yet evaluated. */
  lag?: number;
  /** Of the embedded broker, by their name: mqtt, mqtts, ws, wss. */
  listeners?: Record<string, ListenerPart>;
  /** Of the embedded broker: when the certificate ends, ISO 8601. */
  certificate_expires_at?: string;
}

export interface Health {
  status: 'ok' | 'degraded';
  parts: Record<string, Part>;
}

interface SaidPart {
  state?: unknown;
  detail?: unknown;
  restarts?: unknown;
  lag?: unknown;
  listeners?: unknown;
  certificate?: unknown;
}

type SaidListener = ListenerPart & { name: string };

const partsOf = (process: ProcessState | undefined) => (process?.state.parts ?? {}) as Record<string, SaidPart>;

function toPart(said: SaidPart): Part {
  const state = said.state === 'up' || said.state === 'starting' ? said.state : 'down';
  return {
    state,
    ...(typeof said.detail === 'string' ? { detail: said.detail } : {}),
    ...(typeof said.lag === 'number' ? { lag: said.lag } : {}),
    ...toListeners(said),
  };
}

function toListeners({ listeners, certificate }: SaidPart): Pick<Part, 'listeners' | 'certificate_expires_at'> {
  if (!Array.isArray(listeners)) return {};
  const all = listeners as SaidListener[];
  const expires = (certificate as { expires_at?: number } | null | undefined)?.expires_at;
  return {
    listeners: Object.fromEntries(all.map(({ name, state, port, connections }) => [name, { state, port, connections }])),
    ...(expires === undefined ? {} : { certificate_expires_at: new Date(expires).toISOString() }),
  };
}

/** Whether every part lives, from what the processes last said of themselves. */
export class HealthService {
  constructor(
    private readonly store: ProcessStore,
    private readonly clock: Clock,
  ) {}

  /** `web` is up, or nobody could ask. Worker parts of a worker that is silent are down, whatever they said last. */
  report(): Health {
    let processes: Map<string, ProcessState>;
    try {
      processes = new Map(this.store.list().map((process) => [process.name, process]));
    } catch (error) {
      return {
        status: 'degraded',
        parts: { web: { state: 'up' }, database: { state: 'down', detail: (error as Error).message } },
      };
    }
    const parts: Record<string, Part> = { web: { state: 'up' }, database: { state: 'up' }, ...this.workerParts(processes) };
    this.addRestarts(parts, processes.get('supervisor'));
    const isWell = Object.values(parts).every((part) => part.state === 'up');
    return { status: isWell ? 'ok' : 'degraded', parts };
  }

  private workerParts(processes: Map<string, ProcessState>): Record<string, Part> {
    const worker = processes.get('worker');
    const silentFor = worker ? this.clock() - worker.beat_at : null;
    const said = partsOf(worker);
    if (silentFor === null || silentFor > BEAT_LIMIT_MS) {
      const detail = silentFor === null ? 'has never started' : `silent for ${Math.round(silentFor / 1000)} s`;
      const names = ['broker', 'engine', ...Object.keys(said)];
      return Object.fromEntries(['worker', ...names].map((name) => [name, { state: 'down' as const, detail }]));
    }
    const parts = Object.fromEntries(Object.entries(said).map(([name, part]) => [name, toPart(part)]));
    return { worker: { state: 'up' }, broker: { state: 'starting' }, engine: { state: 'starting' }, ...parts };
  }

  /**
   * The supervisor counts how often it had to start a process again, and knows sooner that one has died: what a worker
   * said before does not count until it is up again.
   */
  private addRestarts(parts: Record<string, Part>, supervisor: ProcessState | undefined): void {
    if (!supervisor || this.clock() - supervisor.beat_at > BEAT_LIMIT_MS) return;
    const said = partsOf(supervisor);
    if (said.worker && said.worker.state !== 'up') {
      const state = said.worker.state === 'starting' ? 'starting' : 'down';
      const detail = state === 'down' ? 'ended; it is started again' : undefined;
      for (const [name, part] of Object.entries(parts)) {
        if (name !== 'web' && name !== 'database') Object.assign(part, { state, detail, listeners: undefined });
      }
    }
    for (const [name, { restarts }] of Object.entries(said)) {
      const part = parts[name];
      if (part && typeof restarts === 'number') part.restarts = restarts;
    }
  }
}
