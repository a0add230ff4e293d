'use client';

import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@/components/common/api';
import { ndjsonLines } from '@/components/common/ndjson';
import type { MailSecurity, ProbeStep, ProbeStepName } from '@/lib/domain/notify/mail-server';

export interface Outcome {
  ok: boolean;
  failed_step: ProbeStepName | null;
  /** To whom the mail went. */
  to: string;
  /** The settings that were tested are not those that are saved. */
  isDraft: boolean;
}

export interface TestRequest {
  settings?: Record<string, unknown>;
  to: string;
  security: MailSecurity;
}

export interface ConnectionTest {
  /** Null before the first test. */
  security: MailSecurity | null;
  steps: ProbeStep[];
  running: boolean;
  /** Null until the test is over, and where it broke off. */
  outcome: Outcome | null;
  broken: boolean;
  /** @throws ApiError when the server refuses to test at all */
  start(request: TestRequest): Promise<void>;
}

type Line = { step: ProbeStep } | { report: { ok: boolean; failed_step: ProbeStepName | null } };

/** Runs the test of the mail server; its steps come in one by one. A test ends with the page that shows it. */
export function useConnectionTest(): ConnectionTest {
  const [state, setState] = useState<Omit<ConnectionTest, 'start'>>(NOT_YET);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  const start = async ({ security, ...body }: TestRequest) => {
    const abort = new AbortController();
    leaving.current = abort;
    setState({ ...NOT_YET, security, running: true });
    let outcome: Outcome | null = null;
    try {
      for await (const line of ndjsonLines<Line>('/api/settings/mail/test', body, abort.signal)) {
        if ('report' in line) outcome = { ...line.report, to: body.to, isDraft: body.settings !== undefined };
        else setState((before) => ({ ...before, steps: [...before.steps, line.step] }));
      }
      setState((before) => ({ ...before, running: false, outcome, broken: outcome === null }));
    } catch (error) {
      if (abort.signal.aborted) return;
      // What is wrong with the settings is said at their fields, not as a broken test.
      const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
      setState((before) => (isRefused ? NOT_YET : { ...before, running: false, broken: true }));
      if (isRefused) throw error;
    }
  };
  return { ...state, start };
}

const NOT_YET = { security: null, steps: [], running: false, outcome: null, broken: false };
