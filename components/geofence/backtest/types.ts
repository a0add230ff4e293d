/** The answer of `POST /api/geofences/backtest`, as far as it is shown. Times in ISO 8601. */
export interface Backtest {
  from: string;
  to: string;
  fixes: number;
  devices: { device_id: number; device_name: string; fixes: number; from: string }[];
  variants: BacktestVariant[];
  suggestion: { radius_meters: number; is_chosen: boolean } | null;
  suggestion_reason: 'not_a_circle' | 'no_fixes' | 'never_near' | null;
}

export type VariantKind = 'smaller' | 'chosen' | 'larger';

export interface BacktestVariant {
  kind: VariantKind;
  radius_meters: number | null;
  scale: number;
  stays: TriedStay[];
  likely_false_exits: TriedFalseExit[];
  totals: { events: number; stays: number; likely_false_exits: number };
}

export interface TriedFix {
  latitude: number;
  longitude: number;
  occurred_at: string;
}

export interface TriedStay {
  device_id: number;
  entered_at: string | null;
  left_at: string | null;
  seconds: number;
  fixes: TriedFix[];
}

export interface TriedFalseExit {
  device_id: number;
  reason: 'returned' | 'brushed' | 'reported';
  left_at: string;
  other_at: string;
  farthest_meters: number;
  fixes: TriedFix[];
}

/** A stay or a likely false exit, as the list and the map both know it. */
export type Episode = { key: string; at: string } & ({ kind: 'stay'; stay: TriedStay } | { kind: 'exit'; exit: TriedFalseExit });

/** Newest first. */
export function episodesOf({ stays, likely_false_exits }: BacktestVariant, from: string): Episode[] {
  const all: Episode[] = [
    ...stays.map((stay): Episode => {
      const at = stay.entered_at ?? from;
      return { key: `stay ${stay.device_id} ${at}`, at, kind: 'stay', stay };
    }),
    ...likely_false_exits.map((exit): Episode => {
      return { key: `exit ${exit.device_id} ${exit.left_at}`, at: exit.left_at, kind: 'exit', exit };
    }),
  ];
  return all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
