import type { ToldKind, Way } from './records';

/** `paused`: Fencepost stopped using it after failures; `off`: the person or an admin switched it off. */
export type WayState = 'active' | 'paused' | 'off';

/** A way that a person can choose. */
export interface OfferedWay extends Way {
  /** Of a webhook; the other channels have words of their own. */
  name: string;
  state: WayState;
}

/** What holds for a kind. */
export interface ChoiceView {
  kind: ToldKind;
  ways: Way[];
  /** False: it is the usual, of a zone what the person chose for all zones, else all ways that there are. */
  is_own: boolean;
}

/** What a person is told on which ways, as the API has it. */
export interface ChoicesView {
  choices: ChoiceView[];
  ways: OfferedWay[];
}
