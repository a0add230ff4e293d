import { type Address, GuardedOutbound } from '@/lib/adapters/outbound';
import { classOf } from '@/lib/adapters/outbound/addresses';
import type { OutboundPolicy } from '@/lib/services/outbound';
import { receiver } from '../../../support/receiver';

const NOTHING: OutboundPolicy = { allow_private: false, allowed: [] };
const signal = new AbortController().signal;

/** A guard whose names all stand for `addresses`; looking up is counted. */
function guard(policy: Partial<OutboundPolicy> = {}, addresses: string[] | string[][] = []) {
  const answers = (Array.isArray(addresses[0]) ? addresses : [addresses]) as string[][];
  const asked: string[] = [];
  const resolve = async (host: string): Promise<Address[]> => {
    asked.push(host);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const outbound = new GuardedOutbound({
    policy: async () => ({ ...NOTHING, ...policy }),
    userAgent: 'Fencepost/test',
    resolve,
    connectMs: 300,
  });
  const post = (url: string) => outbound.request({ url, method: 'POST', headers: {}, body: '{}' }, signal);
  return { outbound, asked, post };
}

describe('what an address is', () => {
  test.each([
    ['8.8.8.8', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.1', 'public'],
    ['2606:4700::1111', 'public'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.178.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.127.255.255', 'private'],
    ['198.18.0.1', 'private'],
    ['fd12:3456::1', 'private'],
    ['fec0::1', 'private'],
    ['64:ff9b:1::1', 'private'],
    ['127.0.0.1', 'machine'],
    ['127.255.255.254', 'machine'],
    ['169.254.169.254', 'machine'],
    ['168.63.129.16', 'machine'],
    ['100.100.100.200', 'machine'],
    ['fd00:ec2::254', 'machine'],
    ['::1', 'machine'],
    ['fe80::1', 'machine'],
    ['fe80::1%eth0', 'machine'],
    ['0.0.0.0', 'reserved'],
    ['0.1.2.3', 'reserved'],
    ['192.0.0.192', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['203.0.113.9', 'reserved'],
    ['224.0.0.1', 'reserved'],
    ['239.255.255.250', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['::', 'reserved'],
    ['ff02::1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['2001:0:1::1', 'reserved'],
    ['4000::1', 'reserved'],
    ['not an address', 'reserved'],
    // IPv4 in other clothes.
    ['::ffff:127.0.0.1', 'machine'],
    ['::ffff:7f00:1', 'machine'],
    ['::ffff:192.168.1.1', 'private'],
    ['::ffff:8.8.8.8', 'public'],
    ['::127.0.0.1', 'reserved'],
    ['64:ff9b::7f00:1', 'machine'],
    ['64:ff9b::a9fe:a9fe', 'machine'],
    ['64:ff9b::c0a8:101', 'private'],
    ['64:ff9b::808:808', 'public'],
    ['2002:7f00:1::', 'machine'],
    ['2002:c0a8:0101::1', 'private'],
    ['2002:0808:0808::1', 'public'],
  ])('%s is %s', (address, expected) => {
    expect(classOf(address)).toBe(expected);
  });
});

describe('requests into the inner network', () => {
  test.each([
    'http://localhost/',
    'http://LOCALHOST:80/',
    'http://localhost./',
    'http://app.localhost/',
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://①②⑦.⓪.⓪.①/',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://192.168.0.1:8080/admin',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'http://[64:ff9b::a00:1]/',
    'http://[2002:a00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'https://224.0.0.1/',
  ])('%s is refused for good, without a look-up or a connection', async (url) => {
    const { asked, post } = guard();
    expect(await post(url)).toMatchObject({ kind: 'failure', outcome: 'permanent', is_ambiguous: false });
    expect(asked).toEqual([]);
  });

  test.each([
    ['file:///etc/passwd', 'must begin with https://'],
    ['gopher://example.org/', 'must begin with https://'],
    ['example.org', 'is not a URL'],
    ['http://', 'is not a URL'],
    ['http://user:secret@example.org/', 'must not hold a user name or a password'],
  ])('%s is refused: %s', async (url, words) => {
    const answer = await guard().post(url);
    expect(answer).toMatchObject({ kind: 'failure', outcome: 'permanent', message: expect.stringContaining(words) });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test('a name is refused when one of its addresses is an inner one, and the address is not told', async () => {
    const { post } = guard({}, ['8.8.8.8', '192.168.178.20']);
    const answer = await post('https://harmless.example.org/hook');
    expect(answer).toMatchObject({ outcome: 'permanent', message: expect.stringContaining('is in a private network') });
    expect(JSON.stringify(answer)).not.toContain('192.168');
    expect(JSON.stringify(answer)).toContain('an admin can allow it');
  });

  test('a name is looked up once, so that another answer comes too late', async () => {
    const inner = await receiver();
    // First an address where nothing answers, then this machine.
    const { asked, post } = guard({ allowed: ['10.255.255.1'] }, [['10.255.255.1'], ['127.0.0.1']]);
    expect(await post(`http://rebinding.example.org:${inner.port}/`)).toMatchObject({ kind: 'failure', outcome: 'transient' });
    expect(asked).toEqual(['rebinding.example.org']);
    expect(inner.connections).toBe(0);
  });
});

describe('what an admin allows', () => {
  test('private networks do not include this machine', async () => {
    const { post, outbound } = guard({ allow_private: true }, ['127.0.0.1']);
    expect(await post('http://sneaky.example.org/')).toMatchObject({
      outcome: 'permanent',
      message: expect.stringContaining('is the server itself'),
    });
    expect(await outbound.check('http://192.168.1.9/', signal)).toBeNull();
    expect(await outbound.check('http://169.254.169.254/', signal)).toContain('is the server itself or its link');
  });

  test('a network opens its addresses and no others', async () => {
    const { outbound } = guard({ allowed: ['192.168.1.0/24', 'fd12::/16'] });
    expect(await outbound.check('http://192.168.1.9/', signal)).toBeNull();
    expect(await outbound.check('http://[::ffff:192.168.1.9]/', signal)).toBeNull();
    expect(await outbound.check('http://[fd12::1]/', signal)).toBeNull();
    expect(await outbound.check('http://192.168.2.9/', signal)).toContain('private network');
    expect(await outbound.check('http://[fd13::1]/', signal)).toContain('private network');
  });

  test('a name opens what it stands for, and no name below it', async () => {
    const there = await receiver();
    const { post } = guard({ allowed: ['ntfy.lan', 'localhost'] }, ['127.0.0.1']);
    expect(await post(`http://ntfy.lan:${there.port}/`)).toMatchObject({ kind: 'answer', status: 200 });
    expect(await post(`http://localhost:${there.port}/`)).toMatchObject({ kind: 'answer', status: 200 });
    expect(await post(`http://sub.ntfy.lan:${there.port}/`)).toMatchObject({ outcome: 'permanent' });
    expect(there.received).toHaveLength(2);
    expect(there.received[0]?.headers.host).toBe(`ntfy.lan:${there.port}`);
  });

  test('what is no machine stays shut', async () => {
    const { outbound } = guard({ allow_private: true, allowed: ['0.0.0.0/0', '::/0', 'any.lan'] }, ['0.0.0.0']);
    expect(await outbound.check('http://0.0.0.0/', signal)).toContain('nothing can be sent to');
    expect(await outbound.check('http://any.lan/', signal)).toContain('nothing can be sent to');
    expect(await outbound.check('http://239.1.2.3/', signal)).toContain('nothing can be sent to');
  });

  test('a name that is not known now is no fault of the address', async () => {
    const { outbound, post } = guard({}, []);
    expect(await outbound.check('https://soon.example.org/', signal)).toBeNull();
    expect(await post('https://soon.example.org/')).toMatchObject({
      outcome: 'transient',
      message: 'soon.example.org has no address',
    });
  });
});
