import type { Logger } from 'nodemailer/lib/shared';
import type { ProbeStepName } from '@/lib/domain/notify/mail-server';
import type { ProbeRecorder } from './probe-recorder';

/** Commands with which a new part begins. */
const BEGINS: readonly [RegExp, ProbeStepName][] = [
  [/^STARTTLS/i, 'tls'],
  [/^RCPT TO/i, 'rcpt'],
  [/^DATA/i, 'data'],
];

const partOf = (command: string) => BEGINS.find(([pattern]) => pattern.test(command))?.[1] ?? null;

/**
 * Follows a conversation of nodemailer through its log. Commands may go out in a batch (RFC 2920), so a part begins when
 * what was asked before it is answered; with the first refusal the parts behind it are not begun.
 */
class Transcript {
  /** What the commands that wait for their reply begin. */
  private readonly asked: (ProbeStepName | null)[] = [];
  private isRefused = false;

  constructor(private readonly recorder: ProbeRecorder) {}

  said(speaker: string | undefined, text: string): void {
    if (this.isRefused) return;
    if (speaker === 'client') this.ask(partOf(text));
    if (speaker === 'server') this.answer(text);
  }

  private ask(part: ProbeStepName | null): void {
    this.asked.push(part);
    if (part && this.asked.length === 1) this.recorder.begin(part);
  }

  private answer(text: string): void {
    // The greeting itself says more to people than the list of abilities that follows.
    const isAbilities = this.asked.length > 0 && this.recorder.step === 'greeting';
    if (!isAbilities) this.recorder.hear(text);
    this.asked.shift();
    // A refused EHLO is tried again as HELO; nothing else that is refused before the log-in goes on.
    this.isRefused = /^[45]/.test(text) && this.recorder.step !== 'greeting';
    const [next] = this.asked;
    if (next && !this.isRefused) this.recorder.begin(next);
  }
}

const nothing = () => {};

/** A logger of nodemailer that notes in `recorder` what is said. */
export function transcriptInto(recorder: ProbeRecorder): Logger {
  const transcript = new Transcript(recorder);
  const debug = (entry?: { tnx?: string } | string, text = '') => {
    if (typeof entry === 'object') transcript.said(entry.tnx, text);
  };
  return { debug, trace: nothing, info: nothing, warn: nothing, error: nothing, fatal: nothing };
}
