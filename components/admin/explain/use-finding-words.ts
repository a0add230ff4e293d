import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { FindingDto } from './types';

/** Findings as sentences. */
export function useFindingWords(): (finding: FindingDto) => string {
  const t = useTranslations('explain.findings');
  const format = useFormat();
  const number = (value: FindingDto[string] | undefined) => Number(value ?? 0);
  const meters = (value: FindingDto[string] | undefined) => format.distance(number(value));
  const time = (value: FindingDto[string] | undefined) => format.dateTime(String(value));

  return (finding) => {
    const count = number(finding.fixes);
    switch (finding.code) {
      case 'events':
        return t('events', { count: number(finding.count), retracted: number(finding.retracted) });
      case 'no_fix':
        return finding.last_fix_at ? t('no_fix', { time: time(finding.last_fix_at) }) : t('no_fix_ever');
      case 'drawn_later':
        return t('drawn_later', { count, time: time(finding.judged_since) });
      case 'waiting':
        return t(finding.event_type === 'enter' ? 'waiting_enter' : 'waiting_exit', { due: time(finding.due) });
      case 'contradicted':
        return t(finding.event_type === 'enter' ? 'contradicted_enter' : 'contradicted_exit', { time: time(finding.at) });
      case 'taken_back':
        return t('taken_back', { time: time(finding.occurred_at) });
      case 'set_aside':
        return t('set_aside', { count });
      case 'coarse':
        return t('coarse', { count, best: meters(finding.best_accuracy), size: meters(finding.size_meters) });
      case 'above_limit':
        return t('above_limit', { count, limit: meters(finding.max_accuracy_meters) });
      case 'near_border':
        return t('near_border', { count, enough: meters(finding.leave_distance) });
      case 'stayed_outside':
        return t('stayed_outside', { nearest: meters(finding.nearest_meters) });
      default:
        return t(finding.code);
    }
  };
}
