'use client';

import { useMemo } from 'react';
import { Circle, Polygon } from 'react-leaflet';
import { centerOfDraft, ringsOfDraft, type ZoneDraft } from './draft';
import { offsetRing } from './offset-ring';

/** How far beyond the border a device must be to have left, as a dashed line. */
export function HysteresisLayer({ draft, meters }: { draft: ZoneDraft; meters: number }) {
  const rings = ringsOfDraft(draft);
  const lines = useMemo(
    () => (rings ?? []).map((ring, i) => offsetRing(ring, meters, i === 0)).filter((line) => line.length > 0),
    [rings, meters],
  );
  const pathOptions = { color: draft.color, weight: 1.5, opacity: 0.9, dashArray: '5 6', fill: false };
  if (draft.shape_type === 'circle') {
    const center = centerOfDraft(draft);
    const radius = Number(draft.radius_meters);
    if (!center || !(radius > 0)) return null;
    return (
      <Circle
        center={[center.latitude, center.longitude]}
        radius={radius + meters}
        interactive={false}
        pathOptions={pathOptions}
      />
    );
  }
  return lines.map((line, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a ring has nothing else to be told by
    <Polygon key={i} positions={line} interactive={false} pathOptions={pathOptions} />
  ));
}
