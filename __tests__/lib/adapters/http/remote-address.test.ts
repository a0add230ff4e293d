import type { IncomingMessage } from 'node:http';
import { clientAddress, isTrustedProxy } from '@/lib/adapters/http/remote-address';
import { vouchForHeaders } from '@/scripts/web/front';

describe('whose address a request comes from', () => {
  test.each([
    ['127.0.0.1', false, true],
    ['::1', false, true],
    ['::ffff:127.0.0.1', false, true],
    ['192.168.1.9', false, false],
    ['192.168.1.9', true, true],
    ['::ffff:172.18.0.1', true, true],
    ['fd00::5', true, true],
    ['203.0.113.7', true, false],
    ['2001:db8::1', true, false],
    ['unknown', true, false],
  ])('proxy %s with PUBLIC_URL %s is trusted: %s', (peer, hasPublicUrl, trusted) => {
    expect(isTrustedProxy(peer, hasPublicUrl)).toBe(trusted);
  });

  test.each([
    ['203.0.113.7', undefined, false, '203.0.113.7'],
    ['::ffff:203.0.113.7', undefined, false, '203.0.113.7'],
    // Not from a proxy: its own words don't count.
    ['203.0.113.7', '198.51.100.1', true, '203.0.113.7'],
    ['192.168.1.9', '198.51.100.1', false, '192.168.1.9'],
    // What the nearest proxy added counts, not what the client put before it.
    ['127.0.0.1', '1.2.3.4, 203.0.113.7', false, '203.0.113.7'],
    ['127.0.0.1', '203.0.113.7, 10.0.0.2', true, '203.0.113.7'],
    ['127.0.0.1', '203.0.113.7, 10.0.0.2', false, '10.0.0.2'],
    ['127.0.0.1', 'nonsense', false, '127.0.0.1'],
    ['127.0.0.1', '', false, '127.0.0.1'],
    [undefined, '203.0.113.7', true, 'unknown'],
  ])('peer %s forwarding %s with PUBLIC_URL %s: %s', (peer, forwarded, hasPublicUrl, client) => {
    expect(clientAddress(peer, forwarded, hasPublicUrl)).toBe(client);
  });
});

describe('headers that routes may believe', () => {
  const request = (remoteAddress: string, headers: Record<string, string>) =>
    ({ headers: { ...headers }, socket: { remoteAddress } }) as unknown as IncomingMessage;

  test('a stranger’s forwarded headers and own address header are dropped', () => {
    const forged = request('203.0.113.7', {
      host: 'fence.example',
      'x-fencepost-remote-address': '127.0.0.1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    });
    expect(vouchForHeaders(forged, true)).toBe('203.0.113.7');
    expect(forged.headers).toMatchObject({ host: 'fence.example', 'x-fencepost-remote-address': '203.0.113.7' });
    expect(Object.keys(forged.headers).filter((name) => name.startsWith('x-forwarded'))).toEqual([]);
  });

  test('a proxy on this machine is believed', () => {
    const proxied = request('127.0.0.1', { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
    expect(vouchForHeaders(proxied, false)).toBe('203.0.113.7');
    expect(proxied.headers).toMatchObject({ 'x-forwarded-proto': 'https', 'x-fencepost-remote-address': '203.0.113.7' });
  });
});
