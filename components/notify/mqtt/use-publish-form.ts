'use client';

import { type UseFormReturnType, useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { ApiError } from '@/components/common/api';
import { TOPIC_ROOT } from '@/lib/domain/notify/home-assistant-topics';
import type { PublishDto } from './types';

export interface PublishValues {
  is_enabled: boolean;
  /** Our own broker, or another one. */
  where: 'own' | 'other';
  url: string;
  username: string;
  password: string;
  whose: 'all' | 'some';
  /** The ids of the people, as texts. */
  people: string[];
  base: string;
  discovery_prefix: string;
}

export type PublishForm = UseFormReturnType<PublishValues>;

export function valuesOf({ mqtt_publish: saved }: PublishDto): PublishValues {
  const { is_enabled, base, discovery_prefix, people, broker, updated_at } = saved;
  return {
    ...{ is_enabled, base, discovery_prefix },
    // Mostly it is Home Assistant's broker, and who comes here for the first time begins with it.
    where: broker || updated_at === null ? 'other' : 'own',
    url: broker?.url ?? '',
    username: broker?.username ?? '',
    password: '',
    whose: people === null ? 'all' : 'some',
    people: (people ?? []).map(String),
  };
}

/** As the API wants it. */
export function inputOf({ where, url, username, password, whose, people, ...values }: PublishValues) {
  const { is_enabled, base, discovery_prefix } = values;
  return {
    ...{ is_enabled, base: base.trim(), discovery_prefix: discovery_prefix.trim() },
    people: whose === 'all' ? null : people.map(Number),
    broker: where === 'own' ? null : { url: url.trim(), username: username.trim(), password },
  };
}

export function usePublishForm(saved: PublishDto): PublishForm {
  const t = useTranslations('notifyMqtt.form');
  const root = (value: string) => (TOPIC_ROOT.test(value.trim()) ? null : t('rootWrong'));
  return useForm<PublishValues>({
    initialValues: valuesOf(saved),
    clearInputErrorOnChange: true,
    validate: {
      url: (url, { where }) => (where === 'other' && !/^(mqtts?|wss?):\/\/[^\s@/]+/i.test(url.trim()) ? t('urlWrong') : null),
      people: (people, { whose }) => (whose === 'some' && people.length === 0 ? t('peopleMissing') : null),
      base: (base) => (/^owntracks(\/|$)/i.test(base.trim()) ? t('rootOfPhones') : root(base)),
      discovery_prefix: root,
    },
  });
}

/** A refusal by the names of the form, in the reader's language where only the server knows. */
export function useServerWords(): (error: unknown) => unknown {
  const t = useTranslations('notifyMqtt.form');
  return (error) => {
    if (!(error instanceof ApiError)) return error;
    const { status, code, message, details } = error;
    const named = Object.entries(details).map(([path, problem]) => {
      const field = path.replace(/^(settings\.)?(broker\.)?/, '');
      return [field, field === 'password' ? t('passwordAgain') : problem];
    });
    return new ApiError(status, code, message, Object.fromEntries(named));
  };
}
