'use client';

import { Anchor, Group, List, Paper, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useFormat } from '@/components/common/use-format';
import { EventBadge } from '../events/event-badge';
import { NotificationBadge, useNotificationReason } from '../events/notification-badge';
import type { ExplanationDto, ToldEventDto } from './types';
import { useFindingWords } from './use-finding-words';

/** Why something fired or did not: the weightiest reason first, in a sentence. */
export function Verdict({ explanation }: { explanation: ExplanationDto }) {
  const t = useTranslations('explain.why');
  const words = useFindingWords();
  const [first, ...others] = explanation.findings;
  return (
    <Paper withBorder p="md" mb="lg" aria-live="polite">
      <Title order={2} size="h4">
        {first ? words(first) : t('nothing')}
      </Title>
      {others.length > 0 && (
        <List mt="xs" size="sm">
          {others.map((finding) => (
            <List.Item key={finding.code}>{words(finding)}</List.Item>
          ))}
        </List>
      )}
      {explanation.events.map((event) => (
        <FoundEvent key={event.id} event={event} />
      ))}
      <Text size="sm" c="dimmed" mt="xs">
        {t('fixes', { count: explanation.fixes })}
      </Text>
    </Paper>
  );
}

function FoundEvent({ event }: { event: ToldEventDto }) {
  const format = useFormat();
  const reason = useNotificationReason(event);
  return (
    <Group gap="sm" mt="xs">
      <Anchor component={Link} href={`/admin/geofences/events/${event.id}`} size="sm">
        {format.dateTime(event.occurred_at)}
      </Anchor>
      <EventBadge event={event} />
      <NotificationBadge event={event} />
      <Text size="sm" c="dimmed">
        {reason}
      </Text>
    </Group>
  );
}
