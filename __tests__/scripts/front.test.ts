import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentPolicy, isReadable, refuseUnreadable } from '@/scripts/web/front';

const directive = (policy: string, name: string) => policy.split('; ').find((part) => part.startsWith(name));

describe('the content policy', () => {
  test.each([
    ['https://tile.openstreetmap.org/{z}/{x}/{y}.png', 'https://tile.openstreetmap.org'],
    ['https://{s}.tile.example.org/{z}/{x}/{y}.png', 'https://*.tile.example.org'],
    ['http://tiles.lan:8080/{z}/{x}/{y}.png', 'http://tiles.lan:8080'],
  ])('lets tiles of %s in as pictures and nothing else from there', (tileUrl, origin) => {
    const policy = contentPolicy(tileUrl, false);
    expect(directive(policy, 'img-src')).toBe(`img-src 'self' data: blob: ${origin}`);
    expect(policy.split(origin)).toHaveLength(2);
  });

  test('needs no other origin for tiles of our own, and evaluates text in development only', () => {
    expect(directive(contentPolicy('/tiles/{z}/{x}/{y}.png', false), 'img-src')).toBe("img-src 'self' data: blob:");
    expect(contentPolicy('/tiles', false)).not.toContain('unsafe-eval');
    expect(contentPolicy('/tiles', true)).toContain('unsafe-eval');
  });
});

describe('a path that is no text', () => {
  test.each(['/api/%ff', '/%', '/map%2'])('%s is told apart', (url) => expect(isReadable(url)).toBe(false));
  test.each(['/', '/api/devices?x=%ff', '/m%C3%BCnchen'])('%s is read', (url) => expect(isReadable(url)).toBe(true));

  test('is answered in the form of errors, not as a fault of the server', async () => {
    const server = createServer((_request, response) => void refuseUnreadable(response, 0));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/%ff`);
    const body = await answer.json();
    await new Promise((resolve) => server.close(resolve));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json']);
    expect(body).toMatchObject({ success: false, error: { code: 'NOT_FOUND' }, timestamp: new Date(0).toISOString() });
  });
});
