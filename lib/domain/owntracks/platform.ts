import type { DeviceReport, Location } from '@/lib/domain/model';

export type Platform = 'ios' | 'android';

/** What tells which app a phone runs; each may be missing. */
export interface PlatformSigns {
  /** Its last status report. */
  status: DeviceReport['payload'] | null;
  /** Of its last post in HTTP mode. */
  user_agent: string | null;
  /** Its newest fix. */
  fix: Pick<Location, 'extra' | 'pressure'> | null;
}

/** Members that only one of the apps writes into fixes (protocol sheet, location). */
const ONLY_IOS = ['motionactivities', 'inrids'];
const ONLY_ANDROID = ['source'];

/** Which OwnTracks app it is; null: nothing tells. */
export function appOf({ status, user_agent, fix }: PlatformSigns): Platform | null {
  if (status?.iOS) return 'ios';
  if (status?.android) return 'android';
  if (user_agent && /^owntracks-android/i.test(user_agent)) return 'android';
  if (user_agent && /darwin|iphone|ipad/i.test(user_agent)) return 'ios';
  const extra = fix?.extra ?? {};
  if (fix?.pressure != null || ONLY_IOS.some((name) => name in extra)) return 'ios';
  return ONLY_ANDROID.some((name) => name in extra) ? 'android' : null;
}
