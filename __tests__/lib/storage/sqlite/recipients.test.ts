import type { ToldKind, Way } from '@/lib/domain/model';
import { type Connection, query } from '@/lib/storage/sqlite/connection';
import { RecipientReader, recipientOf } from '@/lib/storage/sqlite/recipients';
import { testDatabase } from '../../../support/database';
import { type Household, household, HAPPENED as NOW } from '../../../support/deliveries';
import { addRecipient, addTarget, prefer } from '../../../support/ways';

let connection: Connection, home: Household, eva: Household;
beforeEach(() => {
  connection = testDatabase();
  home = household(connection);
  eva = household(connection);
});

const way = (channel: Way['channel'], target_id: string | null = null): Way => ({ channel, target_id });
const names = (ways: readonly Way[]) => ways.map(({ channel, target_id }) => target_id ?? channel);
const waysOf = (kind: ToldKind = 'enter', geofence_id: string | null = home.geofence_id) =>
  names(recipientOf(connection, home.user_id, geofence_id, kind).ways);
const choose = (kind: ToldKind, ways: Way[], geofence_id: string | null = null, user_id = home.user_id) =>
  connection.run(query.insertInto('notification_choice').values({ user_id, geofence_id, kind, ways: JSON.stringify(ways) }));
const publish = (value: object) =>
  connection.run(query.replaceInto('setting').values({ key: 'mqtt_publish', value: JSON.stringify(value) }));

describe('the ways of a person', () => {
  test('are all that there are, without a choice', () => {
    expect(waysOf()).toEqual(['inbox', 'email']);
    addTarget(connection, home.user_id, 'hook');
    addTarget(connection, home.user_id, 'phone', { kind: 'push' });
    addTarget(connection, home.user_id, 'tablet', { kind: 'push' });
    addTarget(connection, home.user_id, 'off', { is_active: 0 });
    addTarget(connection, eva.user_id, 'foreign');
    expect(waysOf()).toEqual(['inbox', 'email', 'hook', 'phone', 'tablet']);
    publish({ is_enabled: true });
    expect(waysOf().at(-1)).toBe('mqtt');
    publish({ is_enabled: false });
    expect(waysOf()).not.toContain('mqtt');
  });

  test('are those that were chosen and still are there; push without a target stands for all browsers', () => {
    addTarget(connection, home.user_id, 'hook');
    addTarget(connection, home.user_id, 'phone', { kind: 'push' });
    addTarget(connection, home.user_id, 'tablet', { kind: 'push' });
    choose('enter', [way('push'), way('webhook', 'gone'), way('mqtt'), way('email')]);
    choose('exit', [way('push', 'tablet'), way('webhook', 'hook')]);
    choose('dwell', []);
    expect(waysOf('enter')).toEqual(['email', 'phone', 'tablet']);
    expect(waysOf('exit')).toEqual(['hook', 'tablet']);
    expect(waysOf('dwell')).toEqual([]);
    expect(waysOf('alert')).toHaveLength(5);
  });

  test('of a zone come before those of all zones', () => {
    choose('enter', [way('email')]);
    choose('enter', [way('inbox')], home.geofence_id);
    choose('enter', [], eva.geofence_id);
    expect(waysOf()).toEqual(['inbox']);
    expect(waysOf('enter', null)).toEqual(['email']);
    choose('device', [way('email')]);
    expect(waysOf('device', null)).toEqual(['email']);
  });

  test('say which of them failed too often', () => {
    addTarget(connection, home.user_id, 'hook', { paused_at: NOW });
    const { ways } = recipientOf(connection, home.user_id, null, 'device');
    expect(ways.map(({ held }) => held)).toEqual([null, null, 'target_paused']);
  });
});

describe('the people who are told of a zone', () => {
  const people = () =>
    new RecipientReader(connection)
      .ofZone({ id: home.geofence_id, owner_id: home.user_id }, 'enter')
      .map(({ user_id }) => user_id);

  test('are its owner and whoever was added, each once', () => {
    expect(people()).toEqual([home.user_id]);
    addRecipient(connection, home.geofence_id, eva.user_id);
    addRecipient(connection, home.geofence_id, home.user_id);
    addRecipient(connection, eva.geofence_id, household(connection).user_id);
    expect(people()).toEqual([home.user_id, eva.user_id]);
    connection.run(query.deleteFrom('user').where('id', '=', eva.user_id));
    expect(people()).toEqual([home.user_id]);
  });

  test('each have their own ways, pauses and order of escalation', () => {
    addRecipient(connection, home.geofence_id, eva.user_id);
    choose('enter', [way('email')], home.geofence_id, eva.user_id);
    prefer(connection, eva.user_id, { escalate_after_minutes: 5, escalation: [way('email'), way('push')] });
    const pause = { id: 'p', user_id: eva.user_id, geofence_id: home.geofence_id, until: null, created_at: NOW };
    connection.run(query.insertInto('notification_pause').values(pause));
    expect(new RecipientReader(connection).ofZone({ id: home.geofence_id, owner_id: home.user_id }, 'enter')).toEqual([
      {
        user_id: home.user_id,
        ways: [
          { ...way('inbox'), held: null },
          { ...way('email'), held: null },
        ],
        pauses: [],
        escalation: null,
      },
      {
        user_id: eva.user_id,
        ways: [{ ...way('email'), held: null }],
        pauses: [pause],
        escalation: { after_ms: 300_000, order: [way('email'), way('push')] },
      },
    ]);
  });

  test.each([
    [null, [way('email')]],
    [5, []],
  ])('without minutes or order there is no escalation: %j %j', (escalate_after_minutes, escalation) => {
    prefer(connection, home.user_id, { escalate_after_minutes, escalation });
    expect(recipientOf(connection, home.user_id, null, 'enter').escalation).toBeNull();
  });
});
