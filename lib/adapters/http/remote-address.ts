import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const local = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  local.addSubnet(net, prefix, 'ipv4');
}
local.addSubnet('fc00::', 7, 'ipv6');
local.addSubnet('fe80::', 10, 'ipv6');

/** `::ffff:192.0.2.1`, as a socket for both families names it, is 192.0.2.1. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

const isIn = (list: BlockList, address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
};

/**
 * Whether to believe what a peer forwards. A proxy on this machine always; one in the local network or a container
 * beside ours only where PUBLIC_URL says that there is a proxy: otherwise everybody at home could call from any address.
 */
export function isTrustedProxy(peer: string, hasPublicUrl: boolean): boolean {
  const address = plain(peer);
  return isIn(loopback, address) || (hasPublicUrl && isIn(local, address));
}

/**
 * The client's address: the peer's, or behind trusted proxies the last address in X-Forwarded-For that isn't one of
 * theirs. Earlier ones are the client's own words.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, hasPublicUrl: boolean): string {
  let client = plain(peer ?? 'unknown');
  const hops = (forwardedFor ?? '').split(',').map((hop) => plain(hop.trim()));
  while (hops.length > 0 && isTrustedProxy(client, hasPublicUrl)) {
    const hop = hops.pop() as string;
    if (isIP(hop) === 0) break;
    client = hop;
  }
  return client;
}
