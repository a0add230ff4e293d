import { isIP } from 'node:net';
import type { OutboundPolicy } from '@/lib/services/outbound';
import { classOf, isIn, listOf, plainAddress } from './addresses';

const LOCAL_NAME = /(^|\.)localhost$/;
const WHO_MAY = 'an admin can allow it under Notifications → Settings → Where messages may go';

const isNetwork = (entry: string) => isIP(entry.split('/')[0] as string) !== 0;

/** The host of a URL as names are compared: without brackets and the dot at the end. */
export const hostOf = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');

/** @returns a URL that may be tried as far as its text goes, or why it may not */
export function readUrl(text: string): URL | string {
  if (!URL.canParse(text)) return 'the address is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'the address must begin with https:// or http://';
  if (url.username !== '' || url.password !== '') return 'the address must not hold a user name or a password';
  return url;
}

/**
 * Why none of the addresses that a name stands for may be used; null: all may. One bad address among good ones is enough: which
 * one would be used is not ours to choose. The answer never names the address, so that nobody can read names of the inner network by it.
 */
export function refusalOf(host: string, addresses: readonly string[], policy: OutboundPolicy): string | null {
  const names = policy.allowed.filter((entry) => !isNetwork(entry));
  const networks = listOf(policy.allowed.filter(isNetwork));
  const isNamed = names.includes(host);
  for (const address of addresses) {
    const kind = classOf(address);
    if (kind === 'public') continue;
    if (kind === 'reserved') return `${host} stands for an address that nothing can be sent to`;
    if (isNamed || isIn(networks, plainAddress(address))) continue;
    if (kind === 'machine') return `${host} is the server itself or its link; ${WHO_MAY}`;
    if (!policy.allow_private) return `${host} is in a private network; ${WHO_MAY}`;
  }
  return null;
}

/** Names that mean this machine whatever the look-up says. */
export function nameRefusal(host: string, policy: OutboundPolicy): string | null {
  if (!LOCAL_NAME.test(host) || policy.allowed.includes(host)) return null;
  return refusalOf(host, ['127.0.0.1'], policy);
}
