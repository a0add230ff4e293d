import { contentPolicy } from '@/scripts/web/front';

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
