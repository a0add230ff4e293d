/**
 * Phones tell friends apart by two letters (`tid`), in HTTP mode by nothing else, so each viewer has a name of two letters
 * for each friend's device that no other of the viewer's has.
 */
const SIGNS = '0123456789abcdefghijklmnopqrstuvwxyz';
const LENGTH = 2;

/** A device that needs letters. */
export interface FriendDevice {
  device_id: number;
  /** What the phone calls itself, or the end of the device's name. */
  tid: string;
  owner_name: string;
}

export interface Letters {
  /** What was chosen earlier, by device; it stays unless one of `taken` needs it. */
  chosen: ReadonlyMap<number, string>;
  wanted: readonly FriendDevice[];
  /** Those of the viewer's own devices. */
  taken: readonly string[];
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** The letters as the apps show them: two at most, letters and digits; null where nothing of that is left. */
const ownLetters = (tid: string): string | null => [...tid.replace(/[^\p{L}\p{N}]/gu, '')].slice(-LENGTH).join('') || null;

/** In the order of liking: the phone's own, the person's initial with a sign of the phone's, the person with a number, anything. */
function* candidates({ tid, owner_name }: FriendDevice): Generator<string> {
  const own = ownLetters(tid);
  if (own) yield own;
  const words = owner_name.split(/\s+/).map(plain).filter(Boolean);
  const initial = words[0]?.[0] ?? plain(tid)[0] ?? 'x';
  yield `${initial}${words[1]?.[0] ?? words[0]?.[1] ?? '1'}`;
  for (const sign of plain(tid)) yield `${initial}${sign}`;
  for (const sign of SIGNS) yield `${initial}${sign}`;
  yield* everything(LENGTH);
}

/** All texts of so many signs, then of one more, and so on. */
function* everything(length: number): Generator<string> {
  for (let number = 0; number < SIGNS.length ** length; number++) yield number.toString(SIGNS.length).padStart(length, '0');
  yield* everything(length + 1);
}

/** Letters for each wanted device, different from each other and from those in use, whatever the letter case. */
export function chooseLetters({ chosen, wanted, taken }: Letters): Map<number, string> {
  const own = new Set(taken.map((tid) => tid.toLowerCase()));
  const inUse = new Set(own);
  const kept = new Map<number, string>();
  for (const [device_id, tid] of chosen) {
    if (own.has(tid.toLowerCase())) continue;
    kept.set(device_id, tid);
    inUse.add(tid.toLowerCase());
  }
  const answer = new Map<number, string>();
  for (const device of wanted) {
    const tid = kept.get(device.device_id) ?? firstFree(device, inUse);
    inUse.add(tid.toLowerCase());
    answer.set(device.device_id, tid);
  }
  return answer;
}

function firstFree(device: FriendDevice, inUse: ReadonlySet<string>): string {
  for (const tid of candidates(device)) if (!inUse.has(tid.toLowerCase())) return tid;
  throw new Error('unreachable: there is no end of candidates');
}
