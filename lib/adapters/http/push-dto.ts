import type { Config } from '@/lib/config';
import type { NotificationTarget } from '@/lib/domain/model';
import type { PushOverview, Registration } from '@/lib/services/push-browsers';
import { iso } from './dto';

/** `service`: whose push service it is at. The endpoint itself is never shown: who knows it can be told apart by it. */
const browserDto = ({ settings, ...browser }: NotificationTarget) => ({
  id: browser.id,
  name: browser.name,
  browser: String(settings.browser ?? ''),
  system: String(settings.system ?? ''),
  service: String(settings.endpoint_origin ?? ''),
  is_active: browser.is_active,
  paused_at: iso(browser.paused_at),
  pause_reason: browser.pause_reason,
  last_sent_at: iso(browser.last_sent_at),
  created_at: iso(browser.created_at),
});

/** Where pages may take pushes: browsers give them to encrypted addresses only. Null: not known. */
export const secureUrl = ({ publicUrl, publicUrlIsConfigured }: Pick<Config, 'publicUrl' | 'publicUrlIsConfigured'>) =>
  publicUrlIsConfigured && publicUrl.startsWith('https://') ? publicUrl : null;

/** @param secure_url see `secureUrl` */
export const pushDto = ({ browsers, ...overview }: PushOverview, secure_url: string | null) => ({
  ...overview,
  secure_url,
  browsers: browsers.map(browserDto),
});

export const registrationDto = ({ browser, ...rest }: Registration) => ({ browser: browser && browserDto(browser), ...rest });
