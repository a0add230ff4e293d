export { PushChannel, type PushChannelOptions } from './push-channel';
