import { route } from '@/app/server';
import { json, parseBody } from '@/lib/adapters/http/body';
import { pushDto, registrationDto, secureUrl } from '@/lib/adapters/http/push-dto';
import { endpointInput, subscriptionInput } from '@/lib/adapters/http/push-input';

/** The caller's own browsers, and the key to subscribe with. */
export const GET = route('user', async ({ actor, services, config }) =>
  json({ push: pushDto(await services.pushBrowsers.overview(actor), secureUrl(config)) }),
);

/** Adds the browser that sends this, or tells that it is still there. */
export const POST = route('user', async ({ request, actor, services }) => {
  const { subscription, old_endpoint, is_kept } = await parseBody(request, subscriptionInput);
  const { endpoint, keys } = subscription;
  const user_agent = request.headers.get('user-agent') ?? '';
  return json(
    registrationDto(await services.pushBrowsers.register(actor, { endpoint, ...keys, old_endpoint, is_kept, user_agent })),
  );
});

/** Ends what the browser that sends this gets; the list of targets ends that of others. */
export const DELETE = route('user', async ({ request, actor, services }) => {
  const { endpoint } = await parseBody(request, endpointInput);
  return json({ success: await services.pushBrowsers.forget(actor, endpoint) });
});
