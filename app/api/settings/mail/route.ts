import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { mailServerInput, mailSettingsDto } from '@/lib/adapters/http/mail-settings';

/** Where mails go out; never with the password. */
export const GET = route('admin', async ({ services }) => json({ mail: mailSettingsDto(await services.mailSettings.view()) }));

export const PUT = route('admin', async ({ services, actor, request }) => {
  const input = await parseBody(request, mailServerInput);
  return json({ mail: mailSettingsDto(await services.mailSettings.save(actor, input)) });
});

export const DELETE = route('admin', async ({ services, actor }) =>
  json({ success: true, mail: mailSettingsDto(await services.mailSettings.remove(actor)) }),
);
