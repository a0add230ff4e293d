import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AdminStep } from '@/components/setup/admin-step';
import { DeviceStep } from '@/components/setup/device-step';
import { DoneStep } from '@/components/setup/done-step';
import { MailStep } from '@/components/setup/mail-step';
import { NeedsToken } from '@/components/setup/needs-token';
import { SetupFrame } from '@/components/setup/setup-frame';
import { type Step, stepToShow } from '@/components/setup/steps';
import { ZoneStep } from '@/components/setup/zone-step';
import type { User } from '@/lib/domain/model';
import { getServer } from '../server';
import { currentUser } from '../session';
import { setupDevicesOf } from './devices';

type Query = { token?: string; step?: string; device?: string };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('setup');
  // The address holds the one-time token; it must not leave in a Referer header.
  return { title: t('title'), referrer: 'no-referrer' };
}

/** The first admin while there is nobody; afterwards the steps that everybody may repeat. */
export default async function SetupPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  if (await getServer().services.setup.isNeeded()) return <FirstAdmin token={query.token} />;
  const user = await currentUser();
  if (!user) redirect('/sign-in?callbackUrl=/setup');
  return <Steps user={user} query={query} />;
}

async function FirstAdmin({ token }: { token: string | undefined }) {
  const isValid = token !== undefined && (await getServer().services.setup.isValidToken(token));
  return (
    <SetupFrame current="admin" done={[]} stranger>
      {isValid ? <AdminStep token={token} /> : <NeedsToken wrong={token !== undefined} />}
    </SetupFrame>
  );
}

async function Steps({ user, query }: { user: User; query: Query }) {
  const { services, config } = getServer();
  const [devices, zones] = await Promise.all([setupDevicesOf(user), services.zones.list(user, { ownerId: user.id })]);
  const newest = devices.at(-1) ?? null;
  const device = query.device === 'new' ? null : (devices.find(({ id }) => String(id) === query.device) ?? newest);
  const step = stepToShow(query.step, { devices: devices.length > 0, zones: zones.length > 0 });
  const done: Step[] = ['admin'];
  if (devices.some(({ last_location }) => last_location)) done.push('device');
  if (zones.length > 0) done.push('zone');
  const tiles = { url: config.tileUrl, attribution: config.tileAttribution };
  const zoneNames = zones.map(({ name }) => name);
  return (
    <SetupFrame current={step} done={done} deviceId={device?.id ?? null}>
      {step === 'device' ? (
        <DeviceStep key={device?.id ?? 'new'} devices={devices} selected={device} handle={user.handle} />
      ) : null}
      {step === 'zone' ? (
        <ZoneStep
          tiles={tiles}
          fix={device?.last_location ?? null}
          deviceName={device?.name ?? null}
          deviceId={device?.id ?? null}
          zones={zoneNames}
        />
      ) : null}
      {step === 'mail' ? <MailStep email={user.email} isAdmin={user.role === 'admin'} deviceId={device?.id ?? null} /> : null}
      {step === 'done' ? (
        <DoneStep has={{ device: devices.length > 0, zone: zones.length > 0 }} deviceId={device?.id ?? null} />
      ) : null}
    </SetupFrame>
  );
}
