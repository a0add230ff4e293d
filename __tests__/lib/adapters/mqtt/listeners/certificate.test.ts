import path from 'node:path';
import { type Certificate, readCertificate } from '@/lib/adapters/mqtt/listeners/certificate';
import { LiveCertificate } from '@/lib/adapters/mqtt/listeners/live-certificate';
import { CertificateFolder, fixture, type Pair } from '../../../../support/certificates';
import { until } from '../../../../support/product';

const POLL_MS = 20;

describe('the files of a certificate', () => {
  test('tell for whom it is and how long', async () => {
    expect(await readCertificate(new CertificateFolder().files)).toMatchObject({
      names: 'DNS:mqtt.example.org, DNS:localhost, IP Address:127.0.0.1',
      valid_from: Date.UTC(2020, 0, 1),
      expires_at: Date.UTC(2120, 0, 1),
      is_self_signed: true,
    });
  });

  const missing = path.join(__dirname, 'no-such.pem');
  test.each([
    ['a missing certificate', missing, fixture('broker.key'), `MQTT_TLS_CERT is ${missing}; there is no such file`],
    ['a missing key', fixture('broker.crt'), missing, `MQTT_TLS_KEY is ${missing}; there is no such file`],
    ['a folder', __dirname, fixture('broker.key'), `MQTT_TLS_CERT is ${__dirname}; it can't be read: `],
    ['something else', __filename, fixture('broker.key'), `MQTT_TLS_CERT is ${__filename}; it is no certificate in PEM form`],
    ['the two exchanged', fixture('broker.key'), fixture('broker.crt'), 'it is no certificate in PEM form'],
    ['a certificate as the key', fixture('broker.crt'), fixture('broker.crt'), 'it is no private key in PEM form'],
    ['a key of another one', fixture('broker.crt'), fixture('renewed.key'), 'it does not belong to the first certificate in '],
    ['a key with a passphrase', fixture('broker.crt'), fixture('protected.key'), 'it is protected by a passphrase'],
  ])('%s is one line that names the variable', async (_what, cert, key, line) => {
    const message = await readCertificate({ cert, key }).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain(line);
    expect(message).toMatch(/^MQTT_TLS_(CERT|KEY) is [^\n]+$/);
  });
});

describe('a certificate in use', () => {
  const running: LiveCertificate[] = [];
  afterEach(() => {
    for (const live of running.splice(0)) live.stop();
  });

  async function use(folder: CertificateFolder, now = Date.UTC(2026, 0, 1)) {
    const time = { now };
    const [notices, renewed]: [string[], Certificate[]] = [[], []];
    const options = {
      files: folder.files,
      clock: () => time.now,
      onNotice: (line: string) => notices.push(line),
      pollMs: POLL_MS,
    };
    const live = new LiveCertificate(options);
    running.push(live);
    await live.start((certificate) => renewed.push(certificate));
    return { live, time, notices, renewed };
  }

  const keyOf = async (pair: Pair) => (await readCertificate({ cert: fixture(`${pair}.crt`), key: fixture(`${pair}.key`) })).key;

  test.each(['write', 'rename', 'link'] as const)('is read again after a %s', async (change) => {
    const folder = new CertificateFolder();
    const { live, notices, renewed } = await use(folder);
    folder[change]('renewed');
    await until('the renewal', async () => renewed.length > 0);
    expect(renewed).toHaveLength(1);
    expect(live.certificate?.key).toEqual(await keyOf('renewed'));
    expect(notices).toEqual(['a new certificate is used, valid until 2120-01-01']);
    expect(live.detail()).toBeNull();
  });

  test('stays when the new files are of no use, which is told once, and goes when they are', async () => {
    const folder = new CertificateFolder();
    const { live, notices, renewed } = await use(folder);
    folder.writeCertificate('renewed');
    await until('the problem', async () => live.detail());
    expect(live.detail()).toContain('it does not belong to the first certificate');
    expect(live.detail()).toMatch(/The certificate from before is still used$/);
    await new Promise((resolve) => setTimeout(resolve, 5 * POLL_MS));
    expect([notices.length, renewed.length]).toEqual([1, 0]);
    expect(live.certificate?.key).toEqual(await keyOf('broker'));
    folder.rename('renewed');
    await until('the renewal', async () => renewed.length > 0);
    expect(live.detail()).toBeNull();
  });

  test('stays when its files vanish', async () => {
    const folder = new CertificateFolder();
    const { live, renewed } = await use(folder);
    folder.remove();
    await until('the problem', async () => live.detail()?.includes('there is no such file'));
    expect(renewed).toEqual([]);
    expect(live.certificate).not.toBeNull();
  });

  test('is taken when it has expired, with a warning', async () => {
    const { live, notices } = await use(new CertificateFolder('expired'));
    expect(notices).toEqual([expect.stringMatching(/fullchain\.pem has expired on 2021-01-01; phones refuse it$/)]);
    expect(live.detail()).toBe(notices[0]);
  });

  test('is announced to expire three days before', async () => {
    const { live, time, notices } = await use(new CertificateFolder());
    time.now = Date.UTC(2119, 11, 28);
    expect(live.detail()).toBeNull();
    time.now = Date.UTC(2119, 11, 30);
    expect(live.detail()).toMatch(/expires on 2120-01-01$/);
    await until('the notice', async () => notices.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 3 * POLL_MS));
    expect(notices).toHaveLength(1);
  });
});
