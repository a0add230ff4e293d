/** How a receiver finds out that a webhook is ours: shown where a secret is made, and in the README. A test runs both. */
export const VERIFY_NODE = `import { createHmac, timingSafeEqual } from 'node:crypto';

// body: the bytes of the request as they came, before any parsing
export function isFromFencepost(secret, headers, body) {
  const timestamp = headers['fencepost-timestamp'] ?? '';
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(age <= 300)) return false; // a copy of an old request
  const expected = createHmac('sha256', secret).update(\`\${timestamp}.\`).update(body).digest();
  return (headers['fencepost-signature'] ?? '').split(',').some((part) => {
    const given = Buffer.from(part.trim().replace(/^v1=/, ''), 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
`;

export const VERIFY_PYTHON = `import hashlib, hmac, time

# body: the bytes of the request as they came, before any parsing
def is_from_fencepost(secret, headers, body):
    timestamp = headers.get("Fencepost-Timestamp", "")
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) > 300:
        return False  # a copy of an old request
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    given = headers.get("Fencepost-Signature", "").split(",")
    return any(hmac.compare_digest(b"v1=" + expected.encode(), part.strip().encode()) for part in given)
`;
