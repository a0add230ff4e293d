import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureFolder } from './folder';
import { type Config, ConfigError } from './index';

/**
 * The secret that signs sessions and encrypts device keys: AUTH_SECRET, or one that is made once and kept
 * in the data folder (mode 600). Two processes that start together agree, because the file is created exclusively.
 * @throws ConfigError when the data folder can't be written
 */
export function ensureAuthSecret(config: Pick<Config, 'authSecret' | 'dataDir'>): string {
  if (config.authSecret) return config.authSecret;
  const file = path.join(config.dataDir, 'auth-secret');
  try {
    if (!existsSync(file)) {
      ensureFolder(config.dataDir);
      try {
        writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError('DATA_DIR', `DATA_DIR is ${config.dataDir}; it can't be written: ${(error as Error).message}`);
  }
}
