'use client';

import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'next-intl';
import { api } from '@/components/common/api';
import { ConfirmButton } from '@/components/common/confirm';
import { FormAlert } from '@/components/common/form-alert';
import { useSubmit } from '@/components/common/use-submit';
import { LONGEST } from '@/lib/domain/notify/template';
import { PlaceholderButtons } from './placeholder-buttons';
import type { TemplateView, WordsText } from './types';
import { useInsertion } from './use-insertion';
import { useWordsProblem } from './use-words-problem';
import { WordsPreview } from './words-preview';

interface Props {
  template: TemplateView;
  onChange: (template: TemplateView) => void;
}

/** Subject and text of one kind, with what they will say. */
export function WordsEditor({ template, onChange }: Props) {
  const t = useTranslations('notifyWords');
  const name = useTranslations('notifyChoices.matrix.kinds')(template.kind);
  const common = useTranslations('common');
  const { kind, is_own: isOwn, placeholders } = template;
  const path = `/api/notifications/templates/${kind}`;
  const problem = useWordsProblem(kind);
  const form = useForm<WordsText>({
    initialValues: { subject: template.subject, body: template.body },
    validateInputOnChange: true,
    validate: { subject: (text) => problem('subject', text), body: (text) => problem('body', text) },
  });
  const { insert, noteFocus } = useInsertion(form);
  const take = ({ template: changed }: { template: TemplateView }) => {
    form.setValues({ subject: changed.subject, body: changed.body });
    form.resetDirty({ subject: changed.subject, body: changed.body });
    onChange(changed);
  };
  const { busy, onSubmit, message } = useSubmit(form, async (values) => {
    take(await api<{ template: TemplateView }>('PUT', path, values));
    notifications.show({ color: 'fence', message: common('saved') });
  });
  return (
    <form onSubmit={onSubmit} noValidate aria-label={t('form', { kind: name })}>
      <Stack gap="sm">
        <FormAlert message={message} />
        <TextInput
          label={t('subject')}
          maxLength={LONGEST.subject}
          {...form.getInputProps('subject')}
          onFocus={() => noteFocus('subject')}
        />
        <Textarea
          label={t('body')}
          description={t('bodyHint')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={LONGEST.body}
          {...form.getInputProps('body')}
          onFocus={() => noteFocus('body')}
        />
        <PlaceholderButtons placeholders={placeholders} onInsert={insert} />
        <WordsPreview template={template} words={form.values} />
        <Group>
          <Button type="submit" loading={busy} disabled={!form.isDirty()}>
            {common('save')}
          </Button>
          <Button variant="default" disabled={!form.isDirty()} onClick={() => take({ template })}>
            {t('discard')}
          </Button>
          {isOwn && (
            <ConfirmButton
              title={t('reset.title', { kind: name })}
              lost={t('reset.lost', { subject: template.subject })}
              action={t('reset.action')}
              onConfirm={async () => take(await api<{ template: TemplateView }>('DELETE', path))}
            >
              {t('reset.action')}
            </ConfirmButton>
          )}
        </Group>
        {!isOwn && (
          <Text size="sm" c="dimmed">
            {t('ours')}
          </Text>
        )}
      </Stack>
    </form>
  );
}
