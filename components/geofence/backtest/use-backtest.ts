'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ApiError, api } from '@/components/common/api';
import { geometryOfDraft, problemsOf, toInput, type ZoneDraft } from '../draft';
import { type Backtest, type BacktestVariant, type Episode, episodesOf, type VariantKind } from './types';

/** Drawing has to pause for so long before the past is asked. */
const PAUSE_MS = 500;
/** Longest wait before one is asked for anew that another of the same person has displaced. */
const RETRY_MS = 1_500;

/** What has no part in which events there would have been. */
const WITHOUT_PART = new Set([
  'name',
  'description',
  'color',
  'is_active',
  'email_notifications',
  'schedule',
  'late_policy',
  'late_after_seconds',
]);
const hasPart = (field: string) => !WITHOUT_PART.has(field) && !field.startsWith('notify_');

export interface BacktestView {
  /** `undrawn`: there is nothing to try yet. The last result stays while the next one is made. */
  state: 'undrawn' | 'loading' | 'done' | 'failed';
  error: unknown;
  result: Backtest | null;
  days: number;
  setDays: (days: number) => void;
  /** The size that is looked at, always one that there is. */
  variant: BacktestVariant | null;
  setKind: (kind: VariantKind) => void;
  /** Of that size. */
  episodes: Episode[];
  /** Pointed at in the list or on the map. */
  pointed: string | null;
  point: (key: string | null) => void;
  retry: () => void;
}

/** The draft as it is sent, as text so that equal ones are one; null while it is not a zone. */
function questionOf(draft: ZoneDraft, zoneId: string | null, days: number): string | null {
  if (geometryOfDraft(draft) === null || Object.keys(problemsOf(draft)).some(hasPart)) return null;
  const fields = Object.entries(toInput(draft)).filter(([field]) => hasPart(field));
  return JSON.stringify({ ...Object.fromEntries(fields), geofence_id: zoneId, days });
}

/**
 * What the zone would have told in the last days, asked anew whenever drawing pauses; a newer draft ends the older's question.
 * @param zoneId null: it is not stored yet
 */
export function useBacktest(draft: ZoneDraft, zoneId: string | null): BacktestView {
  const [days, setDays] = useState(30);
  const [kind, setKind] = useState<VariantKind>('chosen');
  const [pointed, point] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ question: string; result: Backtest } | null>(null);
  const [failure, setFailure] = useState<{ question: string; error: unknown } | null>(null);
  const question = useMemo(() => questionOf(draft, zoneId, days), [draft, zoneId, days]);
  const [asked] = useDebouncedValue(question, PAUSE_MS);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same anew
  useEffect(() => {
    if (asked === null) return;
    const abort = new AbortController();
    let later: ReturnType<typeof setTimeout> | undefined;
    api<{ backtest: Backtest }>('POST', '/api/geofences/backtest', JSON.parse(asked), abort.signal)
      .then(({ backtest }) => {
        setAnswer({ question: asked, result: backtest });
        setFailure(null);
      })
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        if (error instanceof ApiError && error.code === 'RATE_LIMITED')
          later = setTimeout(() => setAttempt((n) => n + 1), RETRY_MS);
        else setFailure({ question: asked, error });
      });
    return () => {
      abort.abort();
      clearTimeout(later);
    };
  }, [asked, attempt]);

  const retry = useCallback(() => {
    setFailure(null);
    setAttempt((n) => n + 1);
  }, []);
  const result = answer?.result ?? null;
  const variant =
    result?.variants.find((one) => one.kind === kind) ?? result?.variants.find((one) => one.kind === 'chosen') ?? null;
  const episodes = useMemo(() => (variant && result ? episodesOf(variant, result.from) : []), [variant, result]);
  const state = stateOf(question, answer?.question, failure?.question);
  return { state, error: failure?.error, result, days, setDays, variant, setKind, episodes, pointed, point, retry };
}

function stateOf(question: string | null, answered: string | undefined, failed: string | undefined): BacktestView['state'] {
  if (question === null) return 'undrawn';
  if (question === answered) return 'done';
  return question === failed ? 'failed' : 'loading';
}
