import { Button, Group } from '@mantine/core';
import { useTranslations } from 'next-intl';

interface Props {
  busy: boolean;
  onCancel: () => void;
  /** What the button says that sends the form; "Save" without it. */
  submit?: string;
}

/** The end of a form in a dialog. */
export function FormActions({ busy, onCancel, submit }: Props) {
  const t = useTranslations('common');
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {t('cancel')}
      </Button>
      <Button type="submit" loading={busy}>
        {submit ?? t('save')}
      </Button>
    </Group>
  );
}
