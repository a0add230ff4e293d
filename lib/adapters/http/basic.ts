export interface BasicCredentials {
  username: string;
  password: string;
}

/** Name and password of an `Authorization: Basic` header (RFC 7617, as UTF-8); null for any other. */
export function basicCredentials(header: string | null | undefined): BasicCredentials | null {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
