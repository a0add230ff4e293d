'use client';

import { useTranslations } from 'next-intl';

/** The title of the kind says all that these say. */
const SAID_BY_TITLE =
  /^(no _type|encrypted, no key|encrypted, the key of the device does not open it|no device has this topic|neither JSON nor a CSV line)$/;
const TYPE = /^unknown _type "(?<type>.*)"$/;
const OUTSIDE = /^(?<field>\w+) is (?<value>.*); it must be (?<range>.*)$/;

/**
 * The values in the reason for which a message was refused, in the person's language.
 * @returns null where there is nothing more to say than the title of the reason's kind; reasons of other forms as they are
 */
export function useReasonDetail(): (reason: string) => string | null {
  const t = useTranslations('rejected.detail');
  return (reason) => {
    if (SAID_BY_TITLE.test(reason)) return null;
    const type = TYPE.exec(reason)?.groups;
    if (type) return t('type', type);
    const outside = OUTSIDE.exec(reason)?.groups;
    return t('whole', { reason: outside ? t('outside', outside) : reason });
  };
}
