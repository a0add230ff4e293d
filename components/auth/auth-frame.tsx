import type { ReactNode } from 'react';
import { CardFrame } from '../common/card-frame';
import { LanguageSwitch } from './language-switch';

/** The page of everything that happens before somebody is signed in: the name, one card, the language. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <CardFrame width={420} footer={<LanguageSwitch />}>
      {children}
    </CardFrame>
  );
}
