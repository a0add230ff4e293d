'use client';

import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { ApiError } from '@/components/common/api';
import type { MailSecurity } from '@/lib/domain/notify/mail-server';
import { inOwnWords } from '../own-words';
import type { MailDto } from './types';

export interface MailValues {
  host: string;
  /** Empty while it is being typed. */
  port: number | '';
  security: MailSecurity;
  user: string;
  password: string;
  from_address: string;
  from_name: string;
}

export type MailForm = UseFormReturnType<MailValues>;

export const valuesOf = ({ host, port, security, user, from_address, from_name }: MailDto): MailValues => ({
  ...{ host, port, security, user, from_address, from_name },
  password: '',
});

export const looksLikeAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text.trim());

/** The form of the mail server, which the test uses as well. */
export function useMailForm(mail: MailDto): MailForm {
  const t = useTranslations('mail.form');
  return useForm<MailValues>({
    initialValues: valuesOf(mail),
    clearInputErrorOnChange: true,
    validate: {
      host: (host) => {
        if (host.trim() === '') return t('hostMissing');
        return /[\s/@]/.test(host.trim()) ? t('hostWrong') : null;
      },
      port: (port) => (port === '' || port < 1 || port > 65_535 ? t('portWrong') : null),
      from_address: (address) => (looksLikeAddress(address) ? null : t('fromWrong')),
    },
  });
}

/** A refusal of the kept password, and of what only the server checks, in the reader's language and by the form's names. */
export function useServerWords(): (error: unknown) => unknown {
  const t = useTranslations('mail.form');
  return (error) => {
    if (!(error instanceof ApiError)) return error;
    const isAgain = /again/.test(String(error.details.password));
    const words = {
      password: t(isAgain ? 'passwordAgain' : 'passwordMissing'),
      host: t('hostWrong'),
      from_address: t('fromWrong'),
    };
    return Object.entries(words).reduce<unknown>((known, [field, text]) => inOwnWords(known, field, text), byFormNames(error));
  };
}

/** The test takes the form as its `settings`. */
function byFormNames({ status, code, message, details }: ApiError): ApiError {
  const named = Object.entries(details).map(([field, problem]) => [field.replace(/^settings\./, ''), problem]);
  return new ApiError(status, code, message, Object.fromEntries(named));
}
