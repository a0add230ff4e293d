import type { Language } from '@/lib/domain/model';
import type { MailLinks } from '@/lib/domain/notify/links';
import { PAUSE_SPANS } from '@/lib/domain/notify/pause';
import { messages } from './messages';

interface Named {
  label: string;
  href: string;
}

/** What a mail gives into its reader's hands, in their language. */
export interface Hands {
  pause: { title: string; links: Named[] };
  others: Named[];
}

export function handsOf({ pause, false_alarm, unsubscribe }: MailLinks, zoneName: string, language: Language): Hands {
  const words = messages[language].hands;
  return {
    pause: { title: words.pause(zoneName), links: PAUSE_SPANS.map((span) => ({ label: words.spans[span], href: pause[span] })) },
    others: [
      ...(false_alarm === null ? [] : [{ label: words.falseAlarm, href: false_alarm }]),
      { label: words.unsubscribe, href: unsubscribe },
    ],
  };
}
