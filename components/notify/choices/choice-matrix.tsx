'use client';

import { Box, Checkbox, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ChoicesView, ChoiceView, OfferedWay } from '@/lib/domain/notify/choice-view';
import type { ToldKind, Way } from '@/lib/domain/notify/records';
import classes from './choice-matrix.module.css';
import { ChoiceStatus } from './choice-status';
import { hasWay, toggled, wayKey } from './choices';
import { useWayLabel } from './use-way-name';

/** So many ways have room beside each other. */
const MOST_COLUMNS = 6;

/** In cards, two names of so many letters fit into a line. */
const SHORT_NAME = 16;

interface Props {
  view: ChoicesView;
  /** Of one zone: what is usual is the choice for all zones. */
  isOfZone?: boolean;
  label: string;
  /** @param ways null: the usual again */
  onChoose: (kind: ToldKind, ways: Way[] | null) => void;
}

/** Which ways take what. Each change holds at once. */
export function ChoiceMatrix({ view, isOfZone = false, label, onChoose }: Props) {
  const labelOf = useWayLabel();
  const isTable = view.ways.length <= MOST_COLUMNS;
  return (
    <Box
      component="section"
      aria-label={label}
      className={classes.frame}
      mod={{ table: isTable }}
      __vars={{ '--columns': String(view.ways.length) }}
    >
      <div className={classes.head} aria-hidden>
        <span />
        {view.ways.map((way) => (
          <span key={wayKey(way)}>{labelOf(way)}</span>
        ))}
      </div>
      <div className={classes.kinds}>
        {view.choices.map((choice) => (
          <Kind key={choice.kind} choice={choice} offered={view.ways} isOfZone={isOfZone} onChoose={onChoose} />
        ))}
      </div>
    </Box>
  );
}

interface KindProps {
  choice: ChoiceView;
  offered: readonly OfferedWay[];
  isOfZone: boolean;
  onChoose: Props['onChoose'];
}

function Kind({ choice, offered, isOfZone, onChoose }: KindProps) {
  const t = useTranslations('notifyChoices.matrix');
  const labelOf = useWayLabel();
  const { kind, ways } = choice;
  const name = t(`kinds.${kind}`);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out as the row of a table
    <div role="group" aria-label={name} className={classes.kind}>
      <div>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <ChoiceStatus choice={choice} isOfZone={isOfZone} onReset={() => onChoose(kind, null)} />
      </div>
      <div className={classes.ways}>
        {offered.map((way) => (
          <Checkbox
            key={wayKey(way)}
            className={classes.way}
            mod={{ long: labelOf(way).length > SHORT_NAME }}
            classNames={{ label: classes.wayLabel }}
            label={labelOf(way)}
            checked={hasWay(ways, way)}
            onChange={() => onChoose(kind, toggled(ways, way, offered))}
          />
        ))}
      </div>
    </div>
  );
}
