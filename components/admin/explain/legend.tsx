'use client';

import { useTranslations } from 'next-intl';
import classes from './explain.module.css';
import { MarkShape } from './probability-chart';

const DECISIONS = ['inside', 'outside', 'undecided', 'ignored'] as const;

/** What the marks and lines of the chart mean. */
export function Legend() {
  const t = useTranslations('explain.chart');
  return (
    <div className={classes.legend}>
      {DECISIONS.map((decision) => (
        <span key={decision}>
          <svg width={14} height={14} aria-hidden>
            <g className={classes.mark} data-decision={decision}>
              <MarkShape decision={decision} x={7} y={7} size={4} />
            </g>
          </svg>
          {t(decision)}
        </span>
      ))}
      <span>
        <svg width={22} height={14} aria-hidden>
          <path d="M0 7H22" className={classes.insideFrom} />
        </svg>
        {t('insideFrom')}
      </span>
      <span>
        <svg width={22} height={14} aria-hidden>
          <path d="M0 7H22" className={classes.outsideTo} />
        </svg>
        {t('outsideTo')}
      </span>
    </div>
  );
}

/** What the marks on the map mean. */
export function MapLegend() {
  const t = useTranslations('explain.map');
  return (
    <div className={classes.legend}>
      <span>
        <svg width={16} height={16} aria-hidden>
          <circle cx={8} cy={8} r={6} fill="none" stroke="currentColor" strokeWidth={2} />
        </svg>
        {t('raw')}
      </span>
      <span>
        <svg width={16} height={16} aria-hidden>
          <circle cx={8} cy={8} r={4} fill="currentColor" />
        </svg>
        {t('filtered')}
      </span>
      <span>
        <svg width={22} height={14} aria-hidden>
          <path d="M0 7H22" stroke="currentColor" strokeWidth={1.5} strokeDasharray="3 4" />
        </svg>
        {t('leaving')}
      </span>
    </div>
  );
}
