import { abilityOf, type BrowserFacts } from '@/components/notify/push/ability';

const FIREFOX: BrowserFacts = {
  isSecure: true,
  hasPush: true,
  permission: 'default',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  touchPoints: 0,
};
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15';

test.each<[string, Partial<BrowserFacts>, ReturnType<typeof abilityOf>]>([
  ['that was not asked yet can be turned on', {}, 'ready'],
  ['with the permission can be turned on', { permission: 'granted' }, 'ready'],
  ['whose person denied it says so', { permission: 'denied' }, 'denied'],
  ['on a page without encryption says that first', { isSecure: false, permission: 'denied', hasPush: false }, 'insecure'],
  ['that knows no pushes says so', { hasPush: false, permission: null }, 'unsupported'],
  ['on an iPhone needs the home screen', { hasPush: false, permission: null, userAgent: IPHONE }, 'needs_home_screen'],
  [
    'on a tablet that calls itself a Mac, too',
    { hasPush: false, permission: null, userAgent: MAC, touchPoints: 5 },
    'needs_home_screen',
  ],
  ['on a Mac without pushes does not', { hasPush: false, permission: null, userAgent: MAC }, 'unsupported'],
  ['of an iPhone on the home screen can be turned on', { userAgent: IPHONE }, 'ready'],
])('a browser %s', (_name, facts, ability) => {
  expect(abilityOf({ ...FIREFOX, ...facts })).toBe(ability);
});
