export { type EventMailProps, eventContent, LATE_MS, type MailContent, type TestMailProps, testContent } from './content';
export type { Reader } from './format';
export { MailPage } from './mail-page';
export { mailText } from './text';
