import type { Language } from '@/lib/domain/model';
import type { MailLinks } from '@/lib/domain/notify/links';
import { PAUSE_SPANS } from '@/lib/domain/notify/pause';
import { oneLine } from '@/lib/domain/notify/template';
import { messages } from './messages';

export interface Named {
  label: string;
  href: string;
}

/** What a mail gives into its reader's hands, in their language. */
export interface Hands {
  pauses: { title: string; links: Named[] }[];
  others: Named[];
}

/** @param event_id of a mail about this event alone; null: what it tells stands in lines with links of their own, or is no event */
export function handsOf(links: MailLinks, language: Language, event_id: number | null = null): Hands {
  const { pauses, false_alarms, settings, unsubscribe } = links;
  const words = messages[language].hands;
  const falseAlarm = event_id === null ? undefined : false_alarms.get(event_id);
  return {
    pauses: pauses.map(({ zone, links }) => ({
      title: words.pause(oneLine(zone)),
      links: PAUSE_SPANS.map((span) => ({ label: words.spans[span], href: links[span] })),
    })),
    others: [
      ...(falseAlarm === undefined ? [] : [{ label: words.falseAlarm, href: falseAlarm }]),
      { label: words.settings, href: settings },
      { label: words.unsubscribe, href: unsubscribe },
    ],
  };
}
