import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { currentUser } from '@/app/session';
import { AuthFrame } from '@/components/auth/auth-frame';
import { safeCallback } from '@/components/auth/callback';
import { SignInForm } from '@/components/auth/sign-in-form';

interface Props {
  searchParams: Promise<{ callbackUrl?: string | string[]; ended?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('auth');
  return { title: t('title') };
}

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, ended } = await searchParams;
  const target = safeCallback([callbackUrl].flat()[0]);
  if (await currentUser()) redirect(target);
  return (
    <AuthFrame>
      <SignInForm callbackUrl={target} ended={ended !== undefined} />
    </AuthFrame>
  );
}
