import type { Language } from '@/lib/domain/model';
import type { MailLinks } from '@/lib/domain/notify/links';
import { PAUSE_SPANS } from '@/lib/domain/notify/pause';
import { oneLine } from '@/lib/domain/notify/template';
import { messages } from './messages';

interface Named {
  label: string;
  href: string;
}

/** What a mail gives into its reader's hands, in their language. */
export interface Hands {
  pauses: { title: string; links: Named[] }[];
  others: Named[];
}

export function handsOf({ pauses, false_alarm, settings, unsubscribe }: MailLinks, language: Language): Hands {
  const words = messages[language].hands;
  return {
    pauses: pauses.map(({ zone, links }) => ({
      title: words.pause(oneLine(zone)),
      links: PAUSE_SPANS.map((span) => ({ label: words.spans[span], href: links[span] })),
    })),
    others: [
      ...(false_alarm === null ? [] : [{ label: words.falseAlarm, href: false_alarm }]),
      { label: words.settings, href: settings },
      { label: words.unsubscribe, href: unsubscribe },
    ],
  };
}
