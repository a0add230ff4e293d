import { Anchor, Text } from '@mantine/core';
import { getTranslations } from 'next-intl/server';
import { type Formatters, formatters } from '@/components/common/format';
import type { Language } from '@/lib/domain/model';
import type { LinkMatter } from '@/lib/domain/notify/links';
import { LinkForm } from './link-form';
import { LinkFrame } from './link-frame';

interface Reader {
  language: Language;
  time_zone: string;
}

const wordsIn = (language: Language | null) =>
  language === null ? getTranslations('pauses.link') : getTranslations({ locale: language, namespace: 'pauses.link' });

type Translate = Awaited<ReturnType<typeof wordsIn>>;

export async function linkTitle(language: Language | null): Promise<string> {
  return (await wordsIn(language))('title');
}

interface Props {
  token: string;
  reader: Reader;
  matter: LinkMatter;
  /** What was just done here. */
  was: 'done' | 'undone' | null;
}

/** What a link of a mail will do, with the one button that does it; afterwards what it did, with the way back. */
export async function LinkPage({ token, reader: { language, time_zone }, matter, was }: Props) {
  const t = await wordsIn(language);
  const format = formatters(language, time_zone);
  const { action, is_done: isDone, pause } = matter;
  const zone = matter.zone_name ?? '';
  const what = action === 'false_alarm' || action === 'unsubscribe' ? action : 'pause';
  if (was === 'undone' && !isDone) {
    return <LinkFrame language={language} title={t(`undone.${what}`, { zone })} text={t('undoneText')} />;
  }
  // A link that was used before shows that; one that pauses may still be used to pause for another time.
  if (isDone && (was === 'done' || what !== 'pause')) {
    const isForGood = what === 'pause' && pause?.until === null;
    const until = format.dateTime(pause?.until ?? 0);
    return (
      <LinkFrame
        language={language}
        title={t(`done.${what}`, { zone })}
        text={isForGood ? t('doneText.pauseForGood') : t(`doneText.${what}`, { until })}
      >
        <LinkForm token={token} label={t(`undo.${what}`)} undo />
      </LinkFrame>
    );
  }
  return (
    <LinkFrame language={language} title={t(`ask.${what}`, { zone })} text={consequence(t, format, matter)}>
      {pause && (
        <Text c="dimmed">
          {pause.until === null ? t('already.pauseForGood') : t('already.pause', { until: format.dateTime(pause.until) })}
        </Text>
      )}
      <LinkForm token={token} label={t(`do.${action}`)} />
    </LinkFrame>
  );
}

/** What the button will do. */
function consequence(t: Translate, format: Formatters, { action, email, event, until }: LinkMatter): string {
  if (action === 'unsubscribe') return t('will.unsubscribe', { email });
  if (event) {
    const told = t(`event.${event.event_type}`, { device: event.device_name, zone: event.geofence_name });
    return t('will.false_alarm', { event: told, time: format.dateTime(event.occurred_at) });
  }
  return until === null ? t('will.pauseForGood') : t('will.pause', { until: format.dateTime(until) });
}

/** A link that does nothing any more says why, and where to go. */
export async function DeadLink({ why, language }: { why: 'forged' | 'expired' | 'gone'; language: Language | null }) {
  const t = await wordsIn(language);
  return (
    <LinkFrame language={language} title={t(`${why}.title`)} text={t(`${why}.text`)}>
      <Text>
        <Anchor href="/account">{t('open')}</Anchor>
      </Text>
    </LinkFrame>
  );
}
