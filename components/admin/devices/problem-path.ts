import { type DeviceTab, devicePath } from '@/components/common/device-path';
import type { DeviceDto } from '../types';
import { type Problem, type ProblemKind, problemsOf } from './condition';

const OF_THE_CONNECTION: readonly ProblemKind[] = [
  ...(['wrong_password', 'wrong_topic', 'never_connected', 'no_fix'] as const),
  ...(['no_key', 'wrong_key', 'clear'] as const),
];

/** Where on the device's page a problem is solved; null: what is said of it where it shows is all there is. */
export function tabOf({ kind }: Problem): DeviceTab | null {
  return OF_THE_CONNECTION.includes(kind) ? 'connection' : null;
}

/** The device's page, where its most urgent problem is solved. */
export function pathToProblem(device: DeviceDto, now: number): string {
  const [worst] = problemsOf(device, now);
  return devicePath(device.id, worst ? tabOf(worst) : null);
}
