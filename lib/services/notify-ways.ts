import type { Way } from '@/lib/domain/model';
import type { OfferedWay, WayState } from '@/lib/domain/notify/choice-view';
import type { KnownWay } from '@/lib/storage/ports/notify-preferences';

const stateOf = ({ is_active, is_paused }: KnownWay): WayState => (!is_active ? 'off' : is_paused ? 'paused' : 'active');

/** The ways that a person can choose, in the order in which they are shown: all browsers are one. Without a browser it is off. */
export function offeredWays(known: readonly KnownWay[]): OfferedWay[] {
  const of = (channel: Way['channel']) => known.filter((way) => way.channel === channel);
  const plain = (way: KnownWay): OfferedWay => {
    const { channel, target_id, name } = way;
    return { channel, target_id, name, state: stateOf(way) };
  };
  return [
    ...of('inbox').map(plain),
    ...of('email').map(plain),
    browsers(of('push')),
    ...of('webhook').map(plain),
    ...of('mqtt').map(plain),
  ];
}

function browsers(known: readonly KnownWay[]): OfferedWay {
  const states = known.map(stateOf);
  const state = states.includes('active') ? 'active' : states.includes('paused') ? 'paused' : 'off';
  return { channel: 'push', target_id: null, name: '', state };
}

/** All that a person may name in a choice or an order: what is offered, and each browser by itself. */
export const ownWays = (known: readonly KnownWay[]): Way[] => [...offeredWays(known), ...known];
