import { version } from '../../package.json';

/** How Fencepost names itself to other servers. */
export const USER_AGENT = `Fencepost/${version}`;
