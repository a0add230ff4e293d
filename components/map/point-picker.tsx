'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { TileSource } from './types';

export interface PointPickerProps {
  /** Null: nothing is chosen yet. */
  latitude: number | null;
  longitude: number | null;
  /** Metres; drawn around the place. */
  radius: number;
  color?: string;
  tiles: TileSource;
  onChange: (place: { latitude: number; longitude: number }) => void;
}

const MiniMap = dynamic(() => import('./mini-map'), { ssr: false, loading: () => <Skeleton height="100%" /> });

/** A small map on which a click, or dragging the mark, chooses a place. Fills its parent, which gives it a height. */
export function PointPicker(props: PointPickerProps) {
  return <MiniMap {...props} />;
}
