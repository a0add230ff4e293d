'use client';

import { IconChevronDown } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { entryIcons } from './icons';
import { MoreMenu } from './more-menu';
import type { Entry, EntryName } from './navigation';
import classes from './shell.module.css';

/** As many as fit beside the name in the narrowest of wide windows, in the longest words; the others are under "More". */
const DIRECT = 7;

/** The navigation of wide windows: the first entries as links, the rest in a menu, which names the one that is open. */
export function TopNav({ entries, active }: { entries: Entry[]; active: EntryName | null }) {
  const t = useTranslations('shell');
  const rest = entries.slice(DIRECT);
  const open = rest.find(({ name }) => name === active);
  return (
    <nav className={classes.links} aria-label={t('navigation')}>
      {entries.slice(0, DIRECT).map(({ name, href }) => {
        const Icon = entryIcons[name];
        return (
          <Link key={name} href={href} className={classes.link} aria-current={active === name ? 'page' : undefined}>
            <Icon size={18} stroke={1.8} aria-hidden />
            {t(`entries.${name}`)}
          </Link>
        );
      })}
      <MoreMenu entries={rest} active={active} position="bottom-end">
        <button type="button" className={classes.link} aria-current={open ? 'page' : undefined}>
          {open ? t(`entries.${open.name}`) : t('more')}
          <IconChevronDown size={16} stroke={1.8} aria-hidden className={classes.chevron} />
        </button>
      </MoreMenu>
    </nav>
  );
}
