import { messageContent } from '@/emails';
import { AT, told, toldDevice, toldEvent } from '../support/told';

const frame = { publicUrl: 'https://fence.example.org', links: null, sentAt: AT + 5_000 };

test('the button of a mail says by which delivery its reader comes', () => {
  const event = toldEvent({ delivery: { id: 71 } });
  expect(messageContent(told([event]), frame).action.href).toBe('https://fence.example.org/map?device=3&geofence=zone-1&n=71');
  expect(messageContent(told([event, toldDevice()]), frame).action.href).toBe('https://fence.example.org/notifications?n=71');
});
