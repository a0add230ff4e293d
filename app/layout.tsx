import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
export default function L({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>
        <MantineProvider>{children}</MantineProvider>
      </body>
    </html>
  );
}
