import { z } from 'zod';
import * as schemas from '@/lib/adapters/http/schemas';
import { type Command, UsageError } from './command';
import { withContext } from './context';

/** @throws UsageError with the first thing that is wrong */
function checked<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new UsageError(parsed.error.issues[0]?.message ?? 'the input is not valid');
  return parsed.data;
}

const newUser = z.object({
  email: schemas.email,
  name: schemas.text('name', 1, 100),
  role: schemas.role,
  password: schemas.password(),
  language: schemas.language.default('en'),
  time_zone: schemas.timeZone.default('UTC'),
});

const userCreate: Command = {
  name: 'user create',
  help: 'adds a person',
  options: {
    email: { value: 'E', required: true, help: 'address, also the log-in' },
    name: { value: 'N', required: true, help: 'how the person is called' },
    role: { value: 'admin|user', required: true, help: 'admin or user' },
    password: { value: 'P', required: true, help: 'at least 8 characters' },
    language: { value: 'en|de', help: 'of pages and mails; en without it' },
    'time-zone': { value: 'ZONE', help: 'e.g. Europe/Berlin; UTC without it' },
  },
  run: (values) =>
    withContext(async ({ users }) => {
      const { 'time-zone': time_zone, ...fields } = values;
      const user = await users.create(null, checked(newUser, { ...fields, time_zone }));
      return { json: { id: user.id }, text: `${user.name} <${user.email}> is user ${user.id}, in topics "${user.handle}".` };
    }),
};

const tokenCreate: Command = {
  name: 'token create',
  help: 'makes a bearer token for the API; it is shown once',
  options: {
    user: { value: 'E', required: true, help: 'address of the person it acts for' },
    name: { value: 'N', required: true, help: 'what it is for' },
  },
  run: ({ user, name }) =>
    withContext(async ({ tokens, userCalled }) => {
      const { token } = await tokens.create(await userCalled(user as string), checked(schemas.text('name', 1, 100), name));
      return { json: { token }, text: token };
    }),
};

const deviceCreate: Command = {
  name: 'device create',
  help: 'adds a phone and makes its credentials; the password is shown once',
  options: {
    user: { value: 'E', required: true, help: 'address of the owner' },
    name: { value: 'N', required: true, help: 'how the device is called' },
    device: { value: 'D', required: true, help: 'the last level of its topic, e.g. phone' },
  },
  run: ({ user, name, device }) =>
    withContext(async ({ devices, userCalled }) => {
      const input = { name: checked(schemas.text('name', 1, 100), name), device: device as string };
      const made = await devices.create(await userCalled(user as string), input);
      const { topic, mqtt_username, mqtt_password } = made;
      const text = [`Topic     ${topic}`, `User      ${mqtt_username}`, `Password  ${mqtt_password}`].join('\n');
      return { json: { id: made.device.id, topic, mqtt_username, mqtt_password }, text };
    }),
};

export const accountCommands: Command[] = [userCreate, tokenCreate, deviceCreate];
