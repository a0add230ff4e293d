'use client';

import { useTranslations } from 'next-intl';
import { Section } from '../section';
import type { DeviceDto, SightingDto, StepDay } from '../types';
import { Beacons } from './beacons';
import { Encryption } from './encryption';
import { Hints } from './hints';
import { Steps } from './steps';

/** What keeps the phone from reporting: its own settings, and encryption that does not work. */
export function PhoneHealth({ device, onChanged }: { device: DeviceDto; onChanged: () => void }) {
  const t = useTranslations('phone');
  return (
    <>
      <Section title={t('hints.title')}>
        <Hints device={device} />
      </Section>
      <Section title={t('encryption.title')}>
        <Encryption device={device} onChanged={onChanged} />
      </Section>
    </>
  );
}

export interface PhoneExtras {
  steps: StepDay[];
  beacons: SightingDto[];
}

/** What the phone counts and hears besides positions. */
export function PhoneCounts({ deviceId, initial }: { deviceId: number; initial: PhoneExtras }) {
  const t = useTranslations('phone');
  return (
    <>
      <Section title={t('steps.title')}>
        <Steps deviceId={deviceId} initial={initial.steps} />
      </Section>
      <Section title={t('beacons.title')}>
        <Beacons deviceId={deviceId} initial={initial.beacons} />
      </Section>
    </>
  );
}
