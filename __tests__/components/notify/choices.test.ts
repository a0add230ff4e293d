import { hasWay, toggled, withOwn } from '@/components/notify/choices/choices';
import type { ChoicesView, OfferedWay } from '@/lib/domain/notify/choice-view';

const FAMILY = '5d0c6a0e-1f64-4f5e-9d0f-1f6f0a2f0c11';
const way = (channel: OfferedWay['channel'], target_id: string | null = null): OfferedWay => ({
  channel,
  target_id,
  name: target_id ? 'Family' : '',
  state: 'active',
});
const offered = [way('inbox'), way('email'), way('push'), way('webhook', FAMILY)];
const plain = (...ways: OfferedWay[]) => ways.map(({ channel, target_id }) => ({ channel, target_id }));

describe('the choice of ways', () => {
  test('takes a way away and gives it back, in the order in which ways are offered', () => {
    const without = toggled(plain(...offered), way('email'), offered);
    expect(without).toEqual(plain(way('inbox'), way('push'), way('webhook', FAMILY)));
    expect(toggled(without, way('email'), offered)).toEqual(plain(...offered));
  });

  test('ends empty when the last way is taken away', () => {
    expect(toggled(plain(way('email')), way('email'), offered)).toEqual([]);
  });

  test('forgets a webhook that is not offered any more', () => {
    const gone = way('webhook', '00000000-0000-4000-8000-000000000000');
    expect(toggled(plain(gone, way('inbox')), way('email'), offered)).toEqual(plain(way('inbox'), way('email')));
  });

  test('tells two webhooks apart', () => {
    expect(hasWay(plain(way('webhook', FAMILY)), way('webhook', '00000000-0000-4000-8000-000000000000'))).toBe(false);
    expect(hasWay(plain(way('webhook', FAMILY)), way('webhook', FAMILY))).toBe(true);
  });

  test('of one kind becomes the person’s own and leaves the other kinds as they are', () => {
    const usual = { ways: plain(...offered), is_own: false };
    const view: ChoicesView = {
      choices: [
        { kind: 'enter', ...usual },
        { kind: 'exit', ...usual },
      ],
      ways: offered,
    };
    expect(withOwn(view, 'exit', []).choices).toEqual([
      { kind: 'enter', ...usual },
      { kind: 'exit', ways: [], is_own: true },
    ]);
  });
});
