'use client';

import { Text, UnstyledButton } from '@mantine/core';
import { IconBell, IconClockHour4, IconDeviceMobile } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useFormat } from '@/components/common/use-format';
import classes from './explain.module.css';
import { MarkShape } from './probability-chart';
import type { StepDto } from './types';
import { useStepWords } from './use-step-words';

interface Props {
  steps: readonly StepDto[];
  selected: number | null;
  onSelect: (index: number) => void;
}

/** Step by step, what came and what it decided. */
export function StepList({ steps, selected, onSelect }: Props) {
  const t = useTranslations('explain.steps');
  const list = useRef<HTMLOListElement>(null);

  // Only the list itself moves, never the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is the current one when another is selected
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!list.current || !row) return;
    const { top, bottom } = row.getBoundingClientRect();
    const frame = list.current.getBoundingClientRect();
    if (top < frame.top) list.current.scrollTop -= frame.top - top;
    else if (bottom > frame.bottom) list.current.scrollTop += bottom - frame.bottom;
  }, [selected]);

  return (
    <ol className={classes.steps} ref={list} aria-label={t('label')}>
      {steps.map((step, index) => (
        <li key={`${step.kind} ${step.at} ${step.kind === 'fix' ? step.location_id : index}`}>
          {step.skipped_before > 0 && <div className={classes.skipped}>{t('skipped', { count: step.skipped_before })}</div>}
          <StepRow step={step} isSelected={index === selected} onSelect={() => onSelect(index)} />
        </li>
      ))}
    </ol>
  );
}

function StepRow({ step, isSelected, onSelect }: { step: StepDto; isSelected: boolean; onSelect: () => void }) {
  const format = useFormat();
  const words = useStepWords();
  const isDecisive = step.decided.length > 0 || step.taken_back.length > 0;
  return (
    <UnstyledButton className={classes.step} aria-current={isSelected || undefined} onClick={onSelect}>
      <StepSymbol step={step} />
      <span style={{ minWidth: 0 }}>
        <Text span size="sm" fw={isDecisive ? 700 : 400} display="block">
          <time dateTime={step.at} title={format.exact(step.at)} className="numeric">
            {format.time(step.at)}
          </time>{' '}
          {words.title(step)}
        </Text>
        {words.details(step).map((line) => (
          <Text key={line} span size="xs" c="dimmed" display="block">
            {line}
          </Text>
        ))}
      </span>
    </UnstyledButton>
  );
}

function StepSymbol({ step }: { step: StepDto }) {
  if (step.kind === 'phone') return <IconDeviceMobile className={classes.symbol} aria-hidden />;
  if (step.kind === 'timer') {
    return step.decided.length > 0 ? (
      <IconBell className={classes.symbol} aria-hidden />
    ) : (
      <IconClockHour4 className={classes.symbol} aria-hidden />
    );
  }
  return (
    <svg className={classes.symbol} viewBox="0 0 16 16" aria-hidden>
      <g className={classes.mark} data-decision={step.decision}>
        <MarkShape decision={step.decision} x={8} y={8} size={4.5} />
      </g>
    </svg>
  );
}
