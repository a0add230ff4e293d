import { testDatabase } from '../../support/database';
import { setPublishing, startPublisher } from '../../support/home-assistant';
import { until } from '../../support/product';

/** A way on which nothing ever goes. */
const nowhere = () => ({
  start: () => {},
  stop: async () => {},
  state: () => ({ state: 'connecting' as const, detail: null, readers: null }),
  publish: () => Promise.reject(new Error('there is no connection')),
});

describe('the MQTT publisher', () => {
  test('is switched off only once the settings say so', async () => {
    const { publisher } = startPublisher(testDatabase(), nowhere);
    expect([publisher.isOff, publisher.names]).toEqual([false, null]);
    await until('it has read the settings', async () => publisher.isOff);
  });

  test('tries again where the way to the broker could not even be made', async () => {
    const connection = testDatabase();
    await setPublishing(connection);
    let tries = 0;
    const { publisher, errors } = startPublisher(connection, () => {
      tries += 1;
      if (tries === 1) throw new Error('no way');
      return nowhere();
    });
    await until('the second try', async () => publisher.names !== null);
    expect(errors).toEqual(['no way']);
  });

  test('is not switched off while it is being stopped, so that nothing fails for good by a restart', async () => {
    const connection = testDatabase();
    await setPublishing(connection);
    const { publisher, stop } = startPublisher(connection, nowhere);
    await until('it has read the settings', async () => publisher.names !== null);
    await stop();
    expect([publisher.isOff, publisher.names, publisher.trouble]).toEqual([false, null, 'there is no broker']);
  });
});
