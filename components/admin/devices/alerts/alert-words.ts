import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { useNow } from '@/components/common/use-now';
import type { HintCode } from '@/lib/domain/owntracks/phone-hints';
import type { DeviceAlertDto } from './types';

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null);
const textOf = (value: unknown) => (typeof value === 'string' ? value : null);

/** What is known of an alert, a sentence each. */
export function useAlertSentences({ kind, detail }: Pick<DeviceAlertDto, 'kind' | 'detail'>): string[] {
  const t = useTranslations('deviceAlerts.known');
  const hints = useTranslations('phone.hints');
  const format = useFormat();
  const now = useNow();
  const battery = numberOf(detail.battery ?? detail.last_battery);
  const percent = battery === null ? null : format.percent(battery);
  if (kind === 'battery_low') return percent ? [t('battery', { percent })] : [];
  if (kind === 'permission' || kind === 'power_saving') {
    const what = textOf(detail.what) as HintCode | null;
    return what ? [`${hints(`${what}.title`)}.`] : [];
  }
  if (kind === 'wrong_topic') return [t('topic', { topic: textOf(detail.topic) ?? '?' })];
  if (kind === 'wrong_password') return [t('password')];
  const [seen, lost, usual] = [textOf(detail.last_seen_at), textOf(detail.lwt), numberOf(detail.usual_seconds)];
  return [
    ...(seen ? [t('seen', { time: format.when(seen, now) })] : []),
    usual === null ? t('unknownRhythm') : t('usual', { duration: format.duration(usual) }),
    ...(detail.was_at_rest === true ? [t('atRest')] : []),
    ...(lost ? [t('lost', { time: format.when(lost, now) })] : []),
    ...(detail.is_battery_empty === true && percent ? [t('empty', { percent })] : []),
    ...(detail.is_battery_empty !== true && percent ? [t('lastBattery', { percent })] : []),
  ];
}
