'use client';

import { useCallback, useEffect, useState } from 'react';
import { useErrorText } from '../../common/use-error-text';
import { type Ability, abilityOf, factsOfBrowser } from './ability';
import { keepSubscription, PushRefused, turnOff, turnOn } from './subscription';

export interface ThisBrowser {
  /** Null until the browser was asked, after the first paint. */
  ability: Ability | null;
  /** Its row; null: it takes no pushes. */
  id: string | null;
  busy: boolean;
  /** Why the last try failed. */
  problem: { reason: PushRefused['reason'] } | { text: string } | null;
  /** Asks the person for permission where there is none yet. */
  turnOn: () => Promise<void>;
  turnOff: () => Promise<void>;
}

/** Whether this browser takes pushes, and what turns them on and off. @param onChange once the list of browsers is another one */
export function useThisBrowser(publicKey: string, onChange: () => Promise<unknown>): ThisBrowser {
  const errorText = useErrorText();
  const [ability, setAbility] = useState<Ability | null>(null);
  const [id, setId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ThisBrowser['problem']>(null);

  useEffect(() => {
    let isHere = true;
    const found = () => isHere && setAbility(abilityOf(factsOfBrowser()));
    const known = keepSubscription().then(async (browser) => {
      // It may just have been renewed, after the list was read.
      if (browser) await onChange();
      if (isHere) setId(browser?.id ?? null);
    });
    void known.catch(() => undefined).then(found);
    const stop = onPermissionChange(found);
    return () => {
      isHere = false;
      stop();
    };
  }, [onChange]);

  const doing = useCallback(
    async (work: () => Promise<string | null>) => {
      setBusy(true);
      setProblem(null);
      try {
        setId(await work());
      } catch (error) {
        setProblem(error instanceof PushRefused ? { reason: error.reason } : { text: errorText(error) });
      }
      setAbility(abilityOf(factsOfBrowser()));
      await onChange();
      setBusy(false);
    },
    [errorText, onChange],
  );

  return {
    ...{ ability, id, busy, problem },
    turnOn: () => doing(async () => (await turnOn(publicKey))?.id ?? null),
    turnOff: () => doing(() => turnOff().then(() => null)),
  };
}

/** People allow and deny in the browser's own settings while the page is open. */
function onPermissionChange(listener: () => void): () => void {
  const asked = navigator.permissions?.query({ name: 'notifications' }).catch(() => null);
  void asked?.then((status) => status?.addEventListener('change', listener));
  return () => void asked?.then((status) => status?.removeEventListener('change', listener));
}
