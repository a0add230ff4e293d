import type { Metadata } from 'next';
import { getServer } from '@/app/server';
import { DeadLink, LinkPage, linkTitle } from '@/components/notify/link-page';

interface Props {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ was?: string }>;
}

const look = async (params: Props['params']) => getServer().services.mailLinks.look((await params).token);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { reader } = await look(params);
  return { title: await linkTitle(reader?.language ?? null) };
}

/** Where a link of a mail leads: nothing happens by opening it, because mail scanners do, too. */
export default async function MailLinkPage({ params, searchParams }: Props) {
  const { token } = await params;
  const { was } = await searchParams;
  const link = await look(params);
  if (link.state !== 'ready') return <DeadLink why={link.state} language={link.reader?.language ?? null} />;
  const { language, time_zone } = link.reader;
  return (
    <LinkPage
      token={token}
      reader={{ language, time_zone }}
      matter={link.matter}
      was={was === 'done' || was === 'undone' ? was : null}
    />
  );
}
