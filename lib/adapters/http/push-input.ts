import { z } from 'zod';
import { authProblem, endpointProblem, publicKeyProblem } from '@/lib/services/push-subscription';

const MOST_CHARACTERS = 2_000;

/** A text that `problemOf` finds nothing wrong with. Messages never repeat it: who knows it can push. */
const part = (name: string, problemOf: (value: string) => string | null) =>
  z
    .string({ error: `${name} is missing; it must be a text` })
    .max(MOST_CHARACTERS, { error: `${name} is too long; it must have at most ${MOST_CHARACTERS} characters` })
    .superRefine((value, context) => {
      const message = problemOf(value);
      if (message !== null) context.addIssue({ code: 'custom', message });
    });

export const endpointInput = z.object({ endpoint: part('endpoint', endpointProblem) });

/** As `PushSubscription.toJSON` in a browser, with what else is to be said. */
export const subscriptionInput = z.object({
  subscription: z.object(
    {
      endpoint: part('endpoint', endpointProblem),
      keys: z.object(
        { p256dh: part('p256dh', publicKeyProblem), auth: part('auth', authProblem) },
        { error: 'keys must be an object with p256dh and auth' },
      ),
    },
    { error: 'subscription must be an object with endpoint and keys' },
  ),
  old_endpoint: part('old_endpoint', () => null)
    .nullable()
    .default(null),
  is_kept: z.boolean({ error: 'is_kept must be true or false' }).default(false),
});
