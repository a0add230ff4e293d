import { browserName, browserWords } from '@/lib/domain/notify/browser-name';
import { pushSubject } from '@/lib/domain/notify/push-subject';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox · Linux'],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome · Android',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
    'Edge · Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    'Safari · iPhone',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    'Safari · iPhone',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    'Safari · macOS',
  ],
  ['curl/8.5.0', 'Browser'],
  ['', 'Browser'],
])('%s is called %s', (userAgent, name) => {
  expect(browserName(browserWords(userAgent))).toBe(name);
});

test.each([
  ['https://fence.example.org/', 'Fencepost <fence@example.org>', 'https://fence.example.org'],
  ['http://fence.example.org', 'Fencepost <fence@example.org>', 'mailto:fence@example.org'],
  ['https://localhost:3000', '"Our, Fence" <fence@example.org>', 'mailto:fence@example.org'],
  ['http://localhost:3000', 'fence@example.org', 'mailto:fence@example.org'],
  ['http://localhost:3000', 'Fencepost <fencepost@localhost>', 'mailto:fencepost@fencepost.invalid'],
  ['http://localhost:3000', '', 'mailto:fencepost@fencepost.invalid'],
])('about pushes of %s with mails from %s services turn to %s', (publicUrl, sender, subject) => {
  expect(pushSubject(publicUrl, sender)).toBe(subject);
});
