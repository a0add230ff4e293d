import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { EmptyState } from '@/components/common/empty-state';

interface Props {
  title: string;
  text: string;
  /** What the button says that takes the filters away. */
  reset: string;
  onReset: () => void;
}

/** In place of a list of which its filters leave nothing. */
export function NothingMatches({ title, text, reset, onReset }: Props) {
  return (
    <EmptyState icon={<IconFilterOff size={28} />} title={title} action={<Button onClick={onReset}>{reset}</Button>}>
      {text}
    </EmptyState>
  );
}
