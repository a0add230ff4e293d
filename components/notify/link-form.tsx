import { Button } from '@mantine/core';

interface Props {
  token: string;
  label: string;
  /** Takes back what the link did. */
  undo?: boolean;
}

/** Posts to the link itself; works without scripts, as mail apps show pages. */
export function LinkForm({ token, label, undo = false }: Props) {
  return (
    <form method="post" action={`/n/${token}`}>
      <input type="hidden" name="answer" value="page" />
      {undo && <input type="hidden" name="undo" value="1" />}
      <Button type="submit" fullWidth size="md" variant={undo ? 'default' : 'filled'}>
        {label}
      </Button>
    </form>
  );
}
