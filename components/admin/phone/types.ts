import type { SettingsDto, SightingDto, StepDay } from '../types';

/** What a phone tells besides positions. */
export interface PhoneExtras {
  steps: StepDay[];
  beacons: SightingDto[];
  settings: SettingsDto | null;
}
