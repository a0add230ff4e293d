export { type Address, GuardedOutbound, type GuardedOutboundOptions } from './request';
