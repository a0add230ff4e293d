export { type AlertMailProps, alertContent } from './alert-content';
export {
  type EventMailProps,
  eventContent,
  LATE_MS,
  type MailContent,
  type MailPicture,
  OLD_MS,
  type TestMailProps,
  testContent,
} from './content';
export { type DeviceMailProps, deviceContent } from './device-content';
export type { Reader } from './format';
export { MailPage } from './mail-page';
export { messageContent } from './message-content';
export { mailText } from './text';
export type { Frame, ToldEvent, ToldItem, ToldMessage } from './told';
