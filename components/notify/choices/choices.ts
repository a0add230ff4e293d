import type { ToldKind, Way } from '@/lib/domain/notify/records';

/** A way that the person could choose, as the API describes it. */
export interface WayView extends Way {
  /** Of a webhook; the other channels have words of their own. */
  name: string;
  state: WayState;
}

/** `paused`: Fencepost stopped using it after failures; `off`: the person or an admin switched it off. */
export type WayState = 'active' | 'paused' | 'off';

export interface ChoiceView {
  kind: ToldKind;
  /** What holds, chosen or not. */
  ways: Way[];
  /** False: what holds is the usual. */
  is_own: boolean;
}

export interface ChoicesView {
  choices: ChoiceView[];
  ways: WayView[];
}

export const wayKey = ({ channel, target_id }: Way): string => `${channel}:${target_id ?? ''}`;

export const hasWay = (ways: readonly Way[], way: Way): boolean => ways.some((each) => wayKey(each) === wayKey(way));

/** The ways with one more or one less, in the order in which they are offered. Those that are not offered any more are dropped. */
export function toggled(chosen: readonly Way[], way: Way, offered: readonly Way[]): Way[] {
  const isOn = hasWay(chosen, way);
  return offered
    .filter((each) => (wayKey(each) === wayKey(way) ? !isOn : hasWay(chosen, each)))
    .map(({ channel, target_id }) => ({ channel, target_id }));
}

/** The view in which the ways of a kind are the person's own choice. */
export function withOwn(view: ChoicesView, kind: ToldKind, ways: Way[]): ChoicesView {
  const choices = view.choices.map((choice) => (choice.kind === kind ? { kind, ways, is_own: true } : choice));
  return { ...view, choices };
}
