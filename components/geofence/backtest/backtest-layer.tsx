'use client';

import { Fragment } from 'react';
import { Circle, CircleMarker, Polyline } from 'react-leaflet';
import { centerOfDraft, type ZoneDraft } from '../draft';
import type { Episode } from './types';
import type { BacktestView } from './use-backtest';

/** Filled: fixes of stays. Hollow and joined by a line: those of exits that probably did not happen. */
const EXIT_COLOR = '#e8590c';

/** The fixes of the stays and of the likely false exits, on the map of the editor; pointing at one marks its row in the list. */
export function BacktestLayer({ backtest, draft }: { backtest: BacktestView; draft: ZoneDraft }) {
  const { episodes, pointed, point, state } = backtest;
  if (state === 'undrawn') return null;
  // What is pointed at lies on top of the others.
  const sorted = [...episodes].sort((a, b) => Number(a.key === pointed) - Number(b.key === pointed));
  return (
    <>
      <TriedCircle backtest={backtest} draft={draft} />
      {sorted.map((episode) => (
        <EpisodeMarks
          key={episode.key}
          episode={episode}
          color={draft.color}
          isPointed={episode.key === pointed}
          onPoint={point}
        />
      ))}
    </>
  );
}

/** The border of the smaller or larger circle that is looked at, beside the one that is drawn. */
function TriedCircle({ backtest: { variant }, draft }: { backtest: BacktestView; draft: ZoneDraft }) {
  const center = draft.shape_type === 'circle' ? centerOfDraft(draft) : null;
  if (!center || !variant || variant.kind === 'chosen' || variant.radius_meters === null) return null;
  return (
    <Circle
      center={[center.latitude, center.longitude]}
      radius={variant.radius_meters}
      interactive={false}
      pathOptions={{ color: draft.color, weight: 3, dashArray: '1 7', fill: false }}
    />
  );
}

interface MarksProps {
  episode: Episode;
  color: string;
  isPointed: boolean;
  onPoint: (key: string | null) => void;
}

function EpisodeMarks({ episode, color, isPointed, onPoint }: MarksProps) {
  const isStay = episode.kind === 'stay';
  const fixes = isStay ? episode.stay.fixes : episode.exit.fixes;
  const positions = fixes.map(({ latitude, longitude }): [number, number] => [latitude, longitude]);
  const handlers = { mouseover: () => onPoint(episode.key), mouseout: () => onPoint(null) };
  const look = isStay
    ? { color: '#ffffff', weight: isPointed ? 2 : 1, fillColor: color, fillOpacity: isPointed ? 1 : 0.65 }
    : { color: EXIT_COLOR, weight: isPointed ? 4 : 2, fillColor: '#ffffff', fillOpacity: isPointed ? 1 : 0.5 };
  return (
    <Fragment>
      {!isStay && (
        <Polyline
          positions={positions}
          interactive={false}
          pathOptions={{ color: EXIT_COLOR, weight: isPointed ? 3 : 1, dashArray: '3 5' }}
        />
      )}
      {positions.map((position, i) => (
        <CircleMarker
          // biome-ignore lint/suspicious/noArrayIndexKey: two fixes may have the same place, and their order never changes
          key={i}
          center={position}
          radius={isPointed ? 7 : 4}
          pathOptions={look}
          eventHandlers={handlers}
        />
      ))}
    </Fragment>
  );
}
