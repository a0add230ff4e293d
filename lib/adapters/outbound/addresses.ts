import { BlockList, isIP } from 'node:net';

/**
 * `private`: of home and company networks and of providers' inner ones. `machine`: this machine and its link, where clouds hand out
 * secrets. `reserved`: nobody's, or not one machine's: nothing is sent there, whoever allows it.
 */
export type AddressClass = 'public' | 'private' | 'machine' | 'reserved';

/** The registries of special addresses, IANA for IPv4 (RFC 6890) and IPv6, and the addresses of clouds' metadata. */
const NETWORKS: Record<Exclude<AddressClass, 'public'>, readonly string[]> = {
  machine: [
    ...['127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fe80::/10'],
    // Metadata of Azure, Alibaba and Amazon outside of the link.
    ...['168.63.129.16/32', '100.100.100.200/32', 'fd00:ec2::/32'],
  ],
  private: [
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15'],
    ...['fc00::/7', 'fec0::/10', '64:ff9b:1::/48'],
  ],
  reserved: [
    ...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.51.100.0/24', '203.0.113.0/24'],
    ...['224.0.0.0/4', '240.0.0.0/4', '2001::/32', '2001:10::/28', '2001:20::/28', '2001:db8::/32', '3fff::/20'],
  ],
};

/** What is handed out to machines of the Internet so far; all else of IPv6 is nobody's. */
const GLOBAL_UNICAST = listOf(['2000::/3']);

const LISTS = (['machine', 'private', 'reserved'] as const).map((name) => ({ name, list: listOf(NETWORKS[name]) }));

/** @param networks `10.0.0.0/8`, or a single address */
export function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const isV4 = isIP(address) === 4;
    list.addSubnet(address, Number(prefix ?? (isV4 ? 32 : 128)), isV4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

export const isIn = (list: BlockList, address: string) => list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // The URL parser writes an IPv4 ending in groups, too.
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const [left, right] = [groups(head), groups(tail)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

const ipv4Of = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/** The IPv4 address that an IPv6 one stands for: IPv4-mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056). */
function embeddedIpv4(address: string): string | null {
  const groups = groupsOf(address);
  const [a = 0, b = 0, c = 0, , , f = 0, g = 0, h = 0] = groups;
  const isZero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  if (isZero(0, 5) && f === 0xffff) return ipv4Of(g, h);
  if (a === 0x64 && b === 0xff9b && isZero(2, 6)) return ipv4Of(g, h);
  return a === 0x2002 ? ipv4Of(b, c) : null;
}

/** Without the zone of a link-local address, and what it stands for in place of what is only wrapped around it. */
export function plainAddress(address: string): string {
  const bare = address.split('%')[0] as string;
  return (isIP(bare) === 6 ? embeddedIpv4(bare) : null) ?? bare;
}

/** @param address IPv4 or IPv6, as the system's look-up gives it */
export function classOf(address: string): AddressClass {
  const plain = plainAddress(address);
  const found = LISTS.find(({ list }) => isIn(list, plain));
  if (found) return found.name;
  return isIP(plain) === 4 || (isIP(plain) === 6 && isIn(GLOBAL_UNICAST, plain)) ? 'public' : 'reserved';
}
