import { Container, type ContainerProps } from '@mantine/core';

/** The frame of a page that is read, not of the map: a centred column with room around. */
export function Page(props: ContainerProps) {
  return <Container size="xl" w="100%" px={{ base: 'md', sm: 'lg' }} py={{ base: 'md', sm: 'xl' }} {...props} />;
}
