import { safeCallback } from '@/components/auth/callback';

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
