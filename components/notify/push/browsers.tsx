'use client';

import { IconDevices } from '@tabler/icons-react';
import { useCallback } from 'react';
import useSWR, { useSWRConfig } from 'swr';
import { fetcher } from '../../common/api';
import { RemoveButton } from './browser-actions';
import { BrowserRow } from './browser-row';
import { PUSH_PATH } from './subscription';
import { ThisBrowser } from './this-browser';
import type { PushOverview } from './types';
import { useThisBrowser } from './use-this-browser';

interface Props {
  initial: PushOverview;
  isAdmin: boolean;
}

/** Rows of the ways: this browser first, then the person's others. */
export function Browsers({ initial, isAdmin }: Props) {
  const { data, mutate } = useSWR<{ push: PushOverview }>(PUSH_PATH, fetcher, { fallbackData: { push: initial } });
  const { mutate: mutateAll } = useSWRConfig();
  // Whether browsers can be chosen at all may have changed, too.
  const refresh = useCallback(() => Promise.all([mutate(), mutateAll('/api/notifications/choices')]), [mutate, mutateAll]);
  const overview = data?.push ?? initial;
  const here = useThisBrowser(overview.public_key, refresh);
  const others = overview.browsers.filter(({ id }) => id !== here.id);
  return (
    <>
      <ThisBrowser here={here} overview={overview} isAdmin={isAdmin} onChange={refresh} />
      {others.map((browser) => (
        <BrowserRow
          key={browser.id}
          browser={browser}
          icon={<IconDevices size={20} aria-hidden />}
          name={browser.name}
          action={<RemoveButton browser={browser} onChange={refresh} />}
          onChange={refresh}
        />
      ))}
    </>
  );
}
