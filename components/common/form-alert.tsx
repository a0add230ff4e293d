import { Alert, type MantineSpacing } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';

/** What is wrong with a form as a whole; nothing without a message. */
export function FormAlert({ message, mb }: { message: string | null; mb?: MantineSpacing }) {
  if (!message) return null;
  return (
    <Alert color="red" icon={<IconAlertCircle />} role="alert" mb={mb}>
      {message}
    </Alert>
  );
}
