import type { Way } from '@/lib/domain/model';
import type { KnownWay } from '@/lib/storage/ports/notify-preferences';

/** `paused`: Fencepost stopped using it after failures; `off`: the person switched it off, or there is no browser yet. */
export type WayState = 'active' | 'paused' | 'off';

/** A way as it is offered: all browsers of a person are one. */
export interface OfferedWay extends Way {
  /** Of a webhook; the other channels have words of their own. */
  name: string;
  state: WayState;
}

const stateOf = ({ is_active, is_paused }: KnownWay): WayState => (!is_active ? 'off' : is_paused ? 'paused' : 'active');

/** The ways that a person can choose, in the order in which they are shown. */
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
