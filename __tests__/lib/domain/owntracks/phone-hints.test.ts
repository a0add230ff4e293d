import { hintsOf, phoneInfoOf } from '@/lib/domain/owntracks/phone-hints';

const codes = (status: Record<string, unknown>) => hintsOf(status).map(({ code }) => code);
const FINE = {
  backgroundRefreshStatus: 'UIBackgroundRefreshStatusAvailable',
  locationManagerAuthorizationStatus: 'kCLAuthorizationStatusAuthorizedAlways',
  altimeterAuthorizationStatus: 'CMAuthorizationStatusAuthorized',
};

describe('what a status message means for the reports', () => {
  test.each([
    ['all is well', {}, []],
    ['location refused', { locationManagerAuthorizationStatus: 'kCLAuthorizationStatusDenied' }, ['location_denied']],
    ['location restricted', { locationManagerAuthorizationStatus: 'kCLAuthorizationStatusRestricted' }, ['location_denied']],
    ['never asked', { locationManagerAuthorizationStatus: 'kCLAuthorizationStatusNotDetermined' }, ['location_not_asked']],
    ['while in use', { locationManagerAuthorizationStatus: 'kCLAuthorizationStatusAuthorizedWhenInUse' }, ['location_in_use']],
    ['no background refresh', { backgroundRefreshStatus: 'UIBackgroundRefreshStatusDenied' }, ['background_refresh_off']],
    ['restricted refresh', { backgroundRefreshStatus: 'UIBackgroundRefreshStatusRestricted' }, ['background_refresh_off']],
    ['no pressure', { altimeterAuthorizationStatus: 'CMAuthorizationStatusDenied' }, ['altimeter_denied']],
    ['no motion', { motionActivityManagerAuthorizationStatus: 'CMAuthorizationStatusDenied' }, ['motion_denied']],
    ['a value of tomorrow', { locationManagerAuthorizationStatus: 'kCLAuthorizationStatusAuthorizedOnSundays' }, []],
    ['a number', { backgroundRefreshStatus: 1 }, []],
    ['an object', { backgroundRefreshStatus: {} }, []],
  ])('iOS, %s', (_name, change, expected) => {
    expect(codes({ iOS: { ...FINE, ...change } })).toEqual(expected);
  });

  test.each([
    ['all is well', {}, []],
    ['battery saver', { ps: 1 }, ['power_save']],
    ['as text', { ps: '1' }, ['power_save']],
    ['as a truth value', { ps: true }, ['power_save']],
    ['battery optimization', { bo: 1 }, ['battery_optimized']],
    ['hibernation', { hib: 1 }, ['hibernation']],
    ['coarse', { loc: -1 }, ['location_coarse']],
    ['while in use', { loc: -2 }, ['location_in_use']],
    ['coarse while in use', { loc: -3 }, ['location_in_use', 'location_coarse']],
    ['not at all', { loc: -4 }, ['location_denied']],
    ['Wi-Fi off', { wifi: 0 }, ['wifi_off']],
    ['what is tomorrow’s', { loc: -9, ps: 7, bo: 'maybe', hib: null }, []],
  ])('Android, %s', (_name, change, expected) => {
    expect(codes({ android: { wifi: 1, ps: 0, bo: 0, hib: 0, loc: 0, ...change } })).toEqual(expected);
  });

  test('new Android apps leave out what is 0; old ones that say nothing of Wi-Fi say nothing', () => {
    expect(codes({ android: { version: 420508000, flavour: 'gms' } })).toEqual(['wifi_off']);
    expect(codes({ android: { ps: 1 } })).toEqual(['power_save']);
  });

  test('the most urgent first', () => {
    expect(hintsOf({ android: { loc: -3, ps: 1, bo: 1, wifi: 0 } })).toEqual([
      { code: 'location_in_use', severity: 'stops' },
      { code: 'battery_optimized', severity: 'limits' },
      { code: 'power_save', severity: 'limits' },
      { code: 'location_coarse', severity: 'limits' },
      { code: 'wifi_off', severity: 'notes' },
    ]);
  });

  test.each([{}, { iOS: null }, { iOS: [] }, { iOS: 'x' }, { android: 3 }])('%j says nothing', (status) => {
    expect(hintsOf(status)).toEqual([]);
    expect(phoneInfoOf(status)).toBeNull();
  });

  test('it names the phone', () => {
    expect(phoneInfoOf({ iOS: { version: '26.3', deviceModel: 'iPhone', deviceSystemVersion: '26.2' } })).toEqual({
      ...{ system: 'iOS', app_version: '26.3', system_version: '26.2', model: 'iPhone' },
    });
    expect(phoneInfoOf({ android: { version: 420600 } })).toMatchObject({ system: 'Android', app_version: '420600' });
  });
});
