/** What may stand as the last level of a topic: no separators or wildcards, safe in every broker's access list. */
const DEVICE_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Whether a text can be a device id. */
export function isDeviceId(text: string): boolean {
  return DEVICE_ID.test(text);
}
