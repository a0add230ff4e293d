import {
  hintOf,
  type ProbedServer,
  type ProbeFailure,
  type ProbeHint,
  type ProbeStep,
  type ProbeStepName,
} from '@/lib/domain/notify/mail-server';
import { words } from './classify';

/** Times the steps of a test and tells each when it is over; what is secret is taken out of what the server says. */
export class ProbeRecorder {
  private current: { step: ProbeStepName; since: number; said: string | null } | null = null;
  private isOver = false;

  constructor(
    private readonly server: ProbedServer,
    private readonly secrets: readonly string[],
    private readonly onStep: (step: ProbeStep) => void,
  ) {}

  get step(): ProbeStepName | null {
    return this.current?.step ?? null;
  }

  get over(): boolean {
    return this.isOver;
  }

  /** Ends the step before, well, and begins the next. */
  begin(step: ProbeStepName): void {
    this.succeed();
    this.current = { step, since: performance.now(), said: null };
  }

  /** The other side's newest words; the last of a step are shown. */
  hear(said: string): void {
    if (this.current) this.current.said = said;
  }

  succeed(hint: ProbeHint | null = null): void {
    this.tell('ok', this.current?.said ?? null, hint);
  }

  skip(step: ProbeStepName, hint: ProbeHint | null = null): void {
    this.begin(step);
    this.tell('skipped', null, hint);
  }

  fail(failure: ProbeFailure): void {
    const step = this.current?.step;
    if (!step || this.isOver) return;
    this.tell('failed', failure.words, hintOf(step, failure, this.server));
    this.isOver = true;
  }

  private tell(state: ProbeStep['state'], said: string | null, hint: ProbeHint | null): void {
    if (!this.current || this.isOver) return;
    const { step, since } = this.current;
    this.current = null;
    this.onStep({ step, state, duration_ms: Math.round(performance.now() - since), said: said && this.clean(said), hint });
  }

  /** Some servers repeat what they did not like. */
  private clean(said: string): string {
    return this.secrets.reduce((text, secret) => text.replaceAll(secret, '•••'), words(said));
  }
}

/** A shorter text would be found by chance in harmless words, and the mark would tell it. */
const SHORTEST_SECRET = 4;

/** A password in all the forms in which it goes over the wire, longest first. */
export function formsOf(user: string, password: string): string[] {
  const encode = (text: string) => Buffer.from(text).toString('base64');
  const forms = [password, encode(password), encode(`\0${user}\0${password}`), encodeURIComponent(password)];
  const secret = password === '' ? [] : forms.filter(({ length }) => length >= SHORTEST_SECRET);
  return [...new Set(secret)].sort((a, b) => b.length - a.length);
}
