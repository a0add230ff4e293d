import { networkInterfaces } from 'node:os';

/** The first address by which other machines can reach this one (IPv4), or null where there is none. */
export function lanAddress(): string | null {
  const addresses = Object.values(networkInterfaces()).flat();
  return addresses.find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? null;
}
