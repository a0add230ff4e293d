'use client';

import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { ApiError, api } from '../../common/api';
import { FormAlert } from '../../common/form-alert';
import { useSubmit } from '../../common/use-submit';
import { SettingsSection } from '../settings/settings-section';
import type { OutboundPolicy } from './types';

interface Values {
  allow_private: boolean;
  /** One entry in each line. */
  allowed: string;
}

const valuesOf = ({ allow_private, allowed }: OutboundPolicy): Values => ({ allow_private, allowed: allowed.join('\n') });

const linesOf = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((entry) => entry.trim())
    .filter(Boolean);

/** For admins: which addresses that are not public anybody's messages may go to. */
export function OutboundForm({ initial }: { initial: OutboundPolicy }) {
  const t = useTranslations('notifyWays.outbound');
  const common = useTranslations('common');
  const form = useForm<Values>({ initialValues: valuesOf(initial), clearInputErrorOnChange: true });
  const { busy, onSubmit, message } = useSubmit(form, async ({ allow_private, allowed }) => {
    try {
      const body = { allow_private, allowed: linesOf(allowed) };
      const { outbound } = await api<{ outbound: OutboundPolicy }>('PUT', '/api/settings/outbound', body);
      form.setInitialValues(valuesOf(outbound));
      form.reset();
    } catch (error) {
      throw inWords(error, t('wrong', { entry: wrongEntry(error) }));
    }
    notifications.show({ color: 'fence', message: t('saved') });
  });
  return (
    <SettingsSection anchor="outbound" title={t('title')} hint={t('hint')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          <FormAlert message={message} />
          <Checkbox
            label={t('private')}
            description={t('privateHint')}
            {...form.getInputProps('allow_private', { type: 'checkbox' })}
          />
          <Textarea
            label={t('allowed')}
            description={t('allowedHint')}
            placeholder={'ntfy.lan\n192.168.1.20'}
            autosize
            minRows={2}
            maxRows={10}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...form.getInputProps('allowed')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={!form.isDirty()}>
              {common('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </SettingsSection>
  );
}

/** The entry that the server names. */
const wrongEntry = (error: unknown) =>
  error instanceof ApiError ? (/^allowed has "(.*?)";/.exec(String(error.details.allowed))?.[1] ?? '') : '';

function inWords(error: unknown, text: string): unknown {
  if (!(error instanceof ApiError) || wrongEntry(error) === '') return error;
  return new ApiError(error.status, error.code, error.message, { allowed: text });
}
