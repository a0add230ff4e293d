import type { ExpectationKind } from '@/lib/domain/model';
import { KINDS_WITH_END } from '@/lib/domain/notify/expectation';
import type { Choices, ExpectationDto } from './types';

/** As the form's fields hold them: numbers as text, '' for none. */
export interface Values {
  name: string;
  kind: ExpectationKind;
  geofence_id: string;
  device_id: string;
  time_zone: string;
  days: string[];
  start: string;
  end: string;
  email_notifications: boolean;
}

/** A new one begins with what is asked for most: a school morning. */
export function initialValues(expectation: ExpectationDto | null, { areas }: Choices, timeZone: string): Values {
  if (expectation) {
    const { name, kind, geofence_id, device_id, time_zone, days, start, end, email_notifications } = expectation;
    const shownEnd = end === '24:00' ? '00:00' : (end ?? '08:15');
    const texts = { device_id: device_id === null ? '' : String(device_id), days: days.map(String), end: shownEnd };
    return { name, kind, geofence_id, time_zone, start, email_notifications, ...texts };
  }
  return {
    name: '',
    kind: 'no_show',
    geofence_id: areas.length === 1 ? (areas[0]?.id ?? '') : '',
    device_id: '',
    time_zone: timeZone,
    days: ['1', '2', '3', '4', '5'],
    start: '07:00',
    end: '08:15',
    email_notifications: true,
  };
}

/** As the API takes them. */
export function fieldsOf(values: Values, choices: Choices) {
  const device = choices.devices.find(({ id }) => String(id) === values.device_id);
  const area = choices.areas.find(({ id }) => id === values.geofence_id);
  const usual = [device?.name, area?.name].filter(Boolean).join(' · ').slice(0, 100);
  return {
    ...values,
    name: values.name.trim() || usual,
    device_id: device?.id ?? null,
    days: values.days.map(Number),
    end: KINDS_WITH_END.includes(values.kind) ? values.end : null,
  };
}
