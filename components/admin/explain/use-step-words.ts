import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import type { FixStepDto, StepDto } from './types';

/** Steps in people's words. */
export function useStepWords(): { title: (step: StepDto) => string; details: (step: StepDto) => string[] } {
  const t = useTranslations('explain.steps');
  const format = useFormat();

  const judged = (step: FixStepDto): string => {
    const accuracy = format.distance(step.filtered.accuracy);
    const beyond = format.distance(Math.max(0, -step.signed_distance));
    const enough = format.distance(step.leave_distance);
    switch (step.reason) {
      case 'centre_inside':
        return t('centre_inside', { accuracy });
      case 'far_enough':
        return t('far_enough', { beyond, enough });
      case 'circle_larger_than_zone':
        return t('circle_larger_than_zone', { accuracy });
      case 'near_border':
        return t('near_border', { beyond, enough });
      case 'accuracy_above_limit':
        return t('accuracy_above_limit', { accuracy: format.distance(Math.max(step.raw.accuracy, step.filtered.accuracy)) });
      default:
        return t(step.reason);
    }
  };

  const title = (step: StepDto): string => {
    if (step.kind === 'timer') return t('timer');
    if (step.kind === 'phone') return t(step.event === 'enter' ? 'phone_enter' : 'phone_leave', { region: step.region });
    return judged(step);
  };

  const details = (step: StepDto): string[] => {
    const lines: string[] = [];
    if (step.kind === 'fix') {
      const accuracy = format.distance(step.raw.accuracy);
      lines.push(
        `${t(step.accuracy_given ? 'measured' : 'assumed', { accuracy })} · ${t('probability', { value: format.percent(100 * step.probability) })}`,
      );
      if (step.doubt === 'begins') lines.push(t('doubted'));
      if (step.doubt === 'refuted') lines.push(t('refuted'));
    }
    for (const { event_type, occurred_at, is_pass_through } of step.decided) {
      lines.push(t(is_pass_through ? 'passed' : `decided_${event_type}`, { time: format.dateTime(occurred_at) }));
    }
    for (const { event_type, occurred_at } of step.taken_back) {
      lines.push(t(`taken_back_${event_type}`, { time: format.dateTime(occurred_at) }));
    }
    if (step.pending) lines.push(t(`pending_${step.pending.event_type}`, { due: format.dateTime(step.pending.due) }));
    return lines;
  };

  return { title, details };
}
