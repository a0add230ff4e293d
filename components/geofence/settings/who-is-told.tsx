'use client';

import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useConfirm } from '@/components/common/confirm';
import { FormAlert } from '@/components/common/form-alert';
import { type ToldPerson, useTold } from './use-told';
import classes from './zone-settings.module.css';

/** A zone or group. */
export interface ToldZone {
  id: string;
  name: string;
  owner_id: number;
  owner_name: string;
}

interface Props {
  zone: ToldZone;
  viewerId: number;
}

/** Who is told of a zone or group besides its owner; changed at once, without saving the zone. */
export function WhoIsTold({ zone, viewerId }: Props) {
  const t = useTranslations('notifyChoices.told');
  const confirm = useConfirm();
  const told = useTold(zone.id);

  const askToRemove = (person: ToldPerson) =>
    confirm({
      title: t('removeTitle', { name: person.name }),
      lost: t('removeLost', { name: person.name, zone: zone.name }),
      action: t('remove'),
      onConfirm: () => told.remove(person),
    });

  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h5">
        {t('title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('hint')}
      </Text>
      <FormAlert message={told.failure} />
      {told.people === null && told.failure === null && <Skeleton h={44} />}
      <ul className={classes.people} aria-label={t('title')}>
        <li className={classes.person}>
          <div>
            <Text size="sm" fw={600}>
              {zone.owner_id === viewerId ? t('you') : zone.owner_name}
            </Text>
            <Text size="xs" c="dimmed">
              {t('owner')}
            </Text>
          </div>
        </li>
        {told.people?.map((person) => (
          <li key={person.user_id} className={classes.person}>
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={600}>
                {person.name}
              </Text>
              <Text size="xs" c="dimmed">
                {person.email}
              </Text>
            </div>
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              aria-label={t('removeLabel', { name: person.name })}
              onClick={() => askToRemove(person)}
            >
              {t('remove')}
            </Button>
          </li>
        ))}
      </ul>
      <AddPerson told={told} />
    </Stack>
  );
}

/** Stands within the form of the zone, so it is none itself: Enter adds the person and does not save the zone. */
function AddPerson({ told: { busy, problem, clearProblem, add } }: { told: ReturnType<typeof useTold> }) {
  const t = useTranslations('notifyChoices.told');
  const [email, setEmail] = useState('');
  const submit = async () => {
    if (email.trim() !== '' && (await add(email.trim()))) setEmail('');
  };
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        flex={1}
        type="email"
        label={t('email')}
        autoComplete="off"
        maxLength={254}
        value={email}
        error={problem}
        inputWrapperOrder={['label', 'error', 'input']}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
          clearProblem();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          void submit();
        }}
      />
      <Button
        variant="default"
        loading={busy}
        disabled={email.trim() === ''}
        leftSection={<IconUserPlus size={16} aria-hidden />}
        onClick={submit}
      >
        {t('add')}
      </Button>
    </Group>
  );
}
