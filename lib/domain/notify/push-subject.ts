/** Of nobody, by its ending (RFC 2606): services that check the form take it, and no stranger gets mail. */
const NOBODY = 'mailto:fencepost@fencepost.invalid';

/**
 * Whom a push service may turn to about this installation's pushes (RFC 8292, 2.1): its address on the web, else the sender of
 * its mails. Apple's refuses names of the local machine.
 * @param sender `Name <address>` or an address
 */
export function pushSubject(publicUrl: string, sender: string): string {
  const { protocol, hostname, origin } = new URL(publicUrl);
  if (protocol === 'https:' && !isLocal(hostname)) return origin;
  const address = /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();
  const [, domain] = /^[^@\s]+@([^@\s]+)$/.exec(address) ?? [];
  return domain === undefined || isLocal(domain) ? NOBODY : `mailto:${address}`;
}

const isLocal = (host: string) => !host.includes('.') || host.endsWith('.localhost');
