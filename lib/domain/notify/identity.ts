import type { Delivery } from '../model';

/**
 * The name by which a receiver tells a second copy from news: the same for each attempt, another one once a person let
 * it go out again, which no receiver may take for a copy.
 */
export function deliveryIdentity({ id, resends }: Pick<Delivery, 'id' | 'resends'>): string {
  return resends === 0 ? `delivery-${id}` : `delivery-${id}-again-${resends}`;
}
