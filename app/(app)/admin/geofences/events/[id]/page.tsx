import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { getServer } from '@/app/server';
import { requireUser } from '@/app/session';
import { EventExplained } from '@/components/admin/explain/event-explained';
import { isServiceError } from '@/lib/adapters/http/errors';
import { explanationDto } from '@/lib/adapters/http/explain-dto';
import { eventDto } from '@/lib/adapters/http/zone-dto';

export async function generateMetadata() {
  return { title: (await getTranslations('explain'))('title') };
}

interface Props {
  params: Promise<{ id: string }>;
}

/** Somebody else's event and none at all look the same. */
async function load({ params }: Props) {
  const user = await requireUser();
  const id = Number((await params).id);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  try {
    return await getServer().services.explain.event(user, id);
  } catch (error) {
    if (isServiceError(error)) notFound();
    throw error;
  }
}

export default async function EventPage(props: Props) {
  const { event, explanation } = await load(props);
  const { tileUrl: url, tileAttribution: attribution } = getServer().config;
  const { replaced_by_id, ...row } = event;
  return (
    <EventExplained
      key={event.id}
      event={{ ...eventDto(row), replaced_by_id }}
      explanation={explanationDto(explanation)}
      tiles={{ url, attribution }}
    />
  );
}
