import { call, testApi } from '@/__tests__/support/api';
import { DELETE, GET, PATCH, POST, PUT } from '@/app/api/[...path]/route';

test('what is no route of the API is answered in the form of its errors, whatever the method', async () => {
  const { owner } = await testApi();
  for (const [method, handler] of Object.entries({ DELETE, GET, PATCH, POST, PUT })) {
    const { status, body } = await call(handler, { method, as: owner, path: '/api/nothing/here' });
    expect([status, body.success, body.error.code]).toEqual([404, false, 'NOT_FOUND']);
    expect(body.error.message).toBe('/api/nothing/here does not exist');
  }
  expect((await call(GET)).status).toBe(404);
});
