'use client';

import { IconDots } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { entryIcons } from './icons';
import { MoreMenu } from './more-menu';
import type { Entry, EntryName } from './navigation';
import classes from './shell.module.css';

/** As many as a thumb can tell apart; the others are under "More". */
const DIRECT = 4;

/** The navigation of phones: the first entries as tabs at the bottom, the rest in a menu. */
export function BottomNav({ entries, active }: { entries: Entry[]; active: EntryName | null }) {
  const t = useTranslations('shell');
  const rest = entries.slice(DIRECT);
  const inRest = rest.some(({ name }) => name === active);
  return (
    <nav className={classes.bottom} aria-label={t('navigation')}>
      {entries.slice(0, DIRECT).map(({ name, href }) => {
        const Icon = entryIcons[name];
        return (
          <Link key={name} href={href} className={classes.tab} aria-current={active === name ? 'page' : undefined}>
            <Icon size={22} stroke={1.8} aria-hidden />
            {t(`entries.${name}`)}
          </Link>
        );
      })}
      <MoreMenu entries={rest} active={active} position="top-end">
        <button type="button" className={classes.tab} aria-current={inRest ? 'page' : undefined}>
          <IconDots size={22} stroke={1.8} aria-hidden />
          {t('more')}
        </button>
      </MoreMenu>
    </nav>
  );
}
