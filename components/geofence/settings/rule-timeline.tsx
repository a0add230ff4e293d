'use client';

import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import classes from './rule-timeline.module.css';
import type { SettingsDraft } from './settings-draft';

/** Where things happen on the line, in its own units; the picture shows the order of things, not their lengths. */
const LINE = { width: 360, y: 40, arrives: 50, leaves: 240, waits: 66, dwells: 178 };

/** The waiting times as a line from the arrival to the departure. */
export function RuleTimeline({ draft, color }: { draft: SettingsDraft; color: string }) {
  const t = useTranslations('editor.settings.timeline');
  const format = useFormat();
  const told = (seconds: number | '' | null) => (seconds ? format.duration(seconds) : null);
  const [confirm, grace, dwell] = [told(draft.confirm_seconds), told(draft.grace_seconds), told(draft.dwell_seconds)];
  const label = [
    confirm ? t('confirmed', { duration: confirm }) : t('arrivedAtOnce'),
    dwell && t('dwelt', { duration: dwell }),
    grace ? t('graced', { duration: grace }) : t('leftAtOnce'),
  ];
  const { arrives, leaves, waits, dwells, y, width } = LINE;
  const counted = arrives + (confirm ? waits : 0);
  const gone = leaves + (grace ? waits : 0);
  return (
    <svg viewBox={`0 0 ${width} 78`} className={classes.timeline} role="img" aria-label={label.filter(Boolean).join(' ')}>
      <line x1={6} x2={arrives} y1={y} y2={y} className={classes.outside} />
      <line x1={counted} x2={leaves} y1={y} y2={y} stroke={color} strokeWidth={10} />
      {confirm && <Wait from={arrives} duration={confirm} />}
      {grace && <Wait from={leaves} duration={grace} />}
      <line x1={gone} x2={width - 6} y1={y} y2={y} className={classes.outside} />
      <Mark at={counted} text={t('arrival')} />
      <Mark at={gone} text={t('departure')} />
      {dwell && (
        <g>
          <rect
            x={dwells - 6}
            y={y - 6}
            width={12}
            height={12}
            transform={`rotate(45 ${dwells} ${y})`}
            className={classes.dwell}
          />
          <text x={dwells} y={16} className={classes.text}>
            {t('dwell', { duration: dwell })}
          </text>
        </g>
      )}
    </svg>
  );
}

/** A stretch in which it is not yet decided. */
function Wait({ from, duration }: { from: number; duration: string }) {
  return (
    <g>
      <line x1={from} x2={from + LINE.waits} y1={LINE.y} y2={LINE.y} className={classes.wait} />
      <text x={from + LINE.waits / 2} y={16} className={classes.text}>
        {duration}
      </text>
    </g>
  );
}

function Mark({ at, text }: { at: number; text: string }) {
  return (
    <g>
      <line x1={at} x2={at} y1={LINE.y - 11} y2={LINE.y + 13} className={classes.mark} />
      <text x={at} y={70} className={classes.text}>
        {text}
      </text>
    </g>
  );
}
