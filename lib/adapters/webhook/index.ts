export { WebhookChannel, type WebhookChannelOptions } from './webhook-channel';
