import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { WhyPage } from '@/components/admin/explain/why-page';
import { parseWhy, spanOf, type WhyQuery } from '@/components/admin/explain/why-query';
import { isServiceError } from '@/lib/adapters/http/errors';
import { explanationDto } from '@/lib/adapters/http/explain-dto';
import type { User } from '@/lib/domain/model';

export async function generateMetadata() {
  return { title: (await getTranslations('explain.why'))('title') };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Null where nothing is asked yet, or what is asked for is not the reader's. */
async function load(user: User, { device, zone }: WhyQuery, { from, to }: { from: number; to: number }) {
  if (device === null || zone === null) return null;
  try {
    return explanationDto(await getServer().services.explain.span(user, zone, device, from, to));
  } catch (error) {
    if (isServiceError(error)) return null;
    throw error;
  }
}

export default async function WhyNothingPage({ searchParams }: Props) {
  const user = await requireUser();
  const { services, config, clock } = getServer();
  const params = Object.entries(await searchParams).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  const asked = parseWhy(new URLSearchParams(params));
  const span = spanOf(asked, clock());
  const [explanation, zones, groups, devices] = await Promise.all([
    load(user, asked, span),
    services.zones.list(user),
    services.groups.list(user),
    services.devices.list(user),
  ]);
  return (
    <WhyPage
      devices={devices.map(({ id, name }) => ({ id: String(id), name }))}
      zones={[...zones, ...groups].map(({ id, name }) => ({ id, name }))}
      asked={asked}
      span={span}
      explanation={explanation}
      tiles={{ url: config.tileUrl, attribution: config.tileAttribution }}
    />
  );
}
