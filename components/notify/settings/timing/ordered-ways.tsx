'use client';

import { ActionIcon, Button, Group, Input, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { hasWay, wayKey } from '@/components/notify/choices/choices';
import { useWayLabel, useWayName } from '@/components/notify/choices/use-way-name';
import type { OfferedWay } from '@/lib/domain/notify/choice-view';
import type { Way } from '@/lib/domain/notify/records';
import classes from './timing.module.css';
import { moved } from './timing-values';

interface Props {
  order: readonly Way[];
  offered: readonly OfferedWay[];
  /** Between one way and the next; '' while nothing is typed. */
  minutes: number | '';
  error?: string | null;
  onChange: (order: Way[]) => void;
}

/** The order in which ways are tried; the buttons keep the focus on the way that they move. */
export function OrderedWays({ order, offered, minutes, error, onChange }: Props) {
  const t = useTranslations('notifyChoices.timing.escalation');
  const nameOf = useWayName();
  const labelOf = useWayLabel();
  const list = useRef<HTMLOListElement>(null);
  const named = order.flatMap((way) => offered.find((each) => wayKey(each) === wayKey(way)) ?? []);
  const free = offered.filter((way) => !hasWay(order, way));

  const move = (index: number, by: -1 | 1) => {
    onChange(moved(named, index, by).map(plain));
    // At an end the button that was pressed is gone dead: the other one takes the focus.
    requestAnimationFrame(() => {
      const buttons = [...(list.current?.children[index + by]?.querySelectorAll('button') ?? [])];
      const [up, down] = buttons;
      (by < 0 ? (up?.disabled ? down : up) : down?.disabled ? up : down)?.focus();
    });
  };

  return (
    <Input.Wrapper label={t('order')} labelElement="div" error={error}>
      <Stack gap="sm" mt={6}>
        {named.length > 0 && (
          <ol ref={list} className={classes.order}>
            {named.map((way, index) => (
              <li key={wayKey(way)} className={classes.step}>
                <div className={classes.stepName}>
                  <Text size="sm" fw={600}>
                    {index + 1}. {labelOf(way)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {index === 0 ? t('first') : t('after', { minutes: Number(minutes) * index })}
                  </Text>
                </div>
                <Group gap={2} wrap="nowrap">
                  <ActionIcon
                    size={36}
                    disabled={index === 0}
                    aria-label={t('up', { way: nameOf(way) })}
                    onClick={() => move(index, -1)}
                  >
                    <IconArrowUp size={18} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    size={36}
                    disabled={index === named.length - 1}
                    aria-label={t('down', { way: nameOf(way) })}
                    onClick={() => move(index, 1)}
                  >
                    <IconArrowDown size={18} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    size={36}
                    aria-label={t('remove', { way: nameOf(way) })}
                    onClick={() => onChange(named.filter((each) => each !== way).map(plain))}
                  >
                    <IconX size={18} aria-hidden />
                  </ActionIcon>
                </Group>
              </li>
            ))}
          </ol>
        )}
        {free.length > 0 && (
          <Group gap="xs">
            {free.map((way) => (
              <Button
                key={wayKey(way)}
                size="compact-sm"
                variant="default"
                leftSection={<IconPlus size={14} aria-hidden />}
                aria-label={t('add', { way: nameOf(way) })}
                onClick={() => onChange([...named, way].map(plain))}
              >
                {labelOf(way)}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    </Input.Wrapper>
  );
}

const plain = ({ channel, target_id }: Way): Way => ({ channel, target_id });
