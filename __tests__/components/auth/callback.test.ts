import { safeCallback, signInHref } from '@/components/auth/callback';

describe('where signing in leads to', () => {
  test.each([
    ['/admin/geofences/events?type=enter', '/admin/geofences/events?type=enter'],
    ['/map#here', '/map#here'],
    [undefined, '/map'],
    ['', '/map'],
    ['https://evil.example/', '/map'],
    ['//evil.example/', '/map'],
    ['/\\evil.example/', '/map'],
    ['/\t/evil.example/', '/map'],
    ['javascript:alert(1)', '/map'],
    ['/sign-in?callbackUrl=/map', '/map'],
    ['/api/auth/signout', '/map'],
  ])('%j leads to %s', (wished, path) => expect(safeCallback(wished)).toBe(path));
});

describe('the way to the sign-in page', () => {
  test.each([
    [null, false, '/sign-in'],
    ['/map', false, '/sign-in'],
    ['/map?event=7', false, '/sign-in?callbackUrl=%2Fmap%3Fevent%3D7'],
    ['/admin/devices?_rsc=1a2b', true, '/sign-in?ended=1&callbackUrl=%2Fadmin%2Fdevices'],
    ['/map?_rsc=1a2b&event=7', true, '/sign-in?ended=1&callbackUrl=%2Fmap%3Fevent%3D7'],
    ['//evil.example', false, '/sign-in'],
  ])('from %s', (path, ended, href) => expect(signInHref(path, ended)).toBe(href));
});
