'use client';

import { notifications } from '@mantine/notifications';
import { api } from '@/components/common/api';
import { useErrorText } from '@/components/common/use-error-text';
import { useServerData } from '../use-server-data';

interface Area {
  id: string;
  name: string;
  is_active: boolean;
}

interface Words {
  switchFailed: (name: string) => string;
  deleted: (name: string) => string;
}

/**
 * Zones or groups with the changes of their table, shown at once and taken back when the server refuses.
 * @param member of the API's answer at `path`
 */
export function useAreas<T extends Area, K extends string>(path: string, member: K, initial: T[], words: Words) {
  type Answer = Record<K, T[]>;
  const answerOf = (areas: T[]) => ({ [member]: areas }) as Answer;
  const errorText = useErrorText();
  const { data, mutate } = useServerData<Answer>(path, answerOf(initial), 60_000);
  const areas = data[member];

  const setActive = async (area: T, is_active: boolean) => {
    const withState = (answer?: Answer) =>
      answerOf((answer?.[member] ?? areas).map((other) => (other.id === area.id ? { ...other, is_active } : other)));
    try {
      await mutate(
        async (answer) => {
          await api('PATCH', `${path}/${area.id}`, { is_active });
          return withState(answer);
        },
        { optimisticData: withState, rollbackOnError: true, revalidate: false },
      );
    } catch (error) {
      notifications.show({ color: 'red', title: words.switchFailed(area.name), message: errorText(error) });
    }
  };

  const remove = async (area: T) => {
    await api('DELETE', `${path}/${area.id}`);
    await mutate((answer) => answerOf((answer?.[member] ?? areas).filter((other) => other.id !== area.id)), {
      revalidate: false,
    });
    notifications.show({ message: words.deleted(area.name) });
  };

  return { areas, setActive, remove, reload: () => mutate() };
}
