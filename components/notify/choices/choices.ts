import type { ChoicesView } from '@/lib/domain/notify/choice-view';
import type { ToldKind, Way } from '@/lib/domain/notify/records';

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
