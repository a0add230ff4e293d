'use client';

import { useTranslations } from 'next-intl';
import { Section } from '../section';
import type { DeviceDto, SettingsDto, SightingDto, StepDay } from '../types';
import { Beacons } from './beacons';
import { Encryption } from './encryption';
import { Hints } from './hints';
import { Settings } from './settings';
import { Steps } from './steps';

interface HealthProps {
  device: DeviceDto;
  initialSettings: SettingsDto | null;
  onChanged: () => void;
}

/** What keeps the phone from reporting: its own settings, and encryption that does not work. */
export function PhoneHealth({ device, initialSettings, onChanged }: HealthProps) {
  const t = useTranslations('phone');
  return (
    <>
      <Section title={t('hints.title')}>
        <Hints device={device} />
        <Settings deviceId={device.id} initial={initialSettings} />
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
  settings: SettingsDto | null;
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
