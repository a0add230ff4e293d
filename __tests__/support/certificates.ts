import { copyFileSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './database';

const FIXTURES = path.join(__dirname, '../fixtures/tls');

/** `broker` and `renewed`: for mqtt.example.org, localhost and 127.0.0.1, until 2120. `expired`: since 2021. */
export type Pair = 'broker' | 'renewed' | 'expired';

export const fixture = (name: string): string => path.join(FIXTURES, name);
export const pem = (name: string): Buffer => readFileSync(fixture(name));

const folders: string[] = [];

/** A certificate and its key as files that a test may replace. Removed after the test. */
export class CertificateFolder {
  readonly folder = temporaryFolder();
  readonly files = { cert: path.join(this.folder, 'fullchain.pem'), key: path.join(this.folder, 'privkey.pem') };

  constructor(pair: Pair = 'broker') {
    folders.push(this.folder);
    this.write(pair);
  }

  /** Writes into the files, as a copy does. */
  write(pair: Pair): void {
    copyFileSync(fixture(`${pair}.crt`), this.files.cert);
    copyFileSync(fixture(`${pair}.key`), this.files.key);
  }

  /** Writes beside and renames, as Caddy does. */
  rename(pair: Pair): void {
    for (const [from, to] of [
      [`${pair}.crt`, this.files.cert],
      [`${pair}.key`, this.files.key],
    ] as const) {
      copyFileSync(fixture(from), `${to}.new`);
      renameSync(`${to}.new`, to);
    }
  }

  /** Has links point elsewhere, as certbot does. */
  link(pair: Pair): void {
    this.remove();
    symlinkSync(fixture(`${pair}.crt`), this.files.cert);
    symlinkSync(fixture(`${pair}.key`), this.files.key);
  }

  /** Only the certificate, without its key. */
  writeCertificate(pair: Pair): void {
    copyFileSync(fixture(`${pair}.crt`), this.files.cert);
  }

  remove(): void {
    rmSync(this.files.cert);
    rmSync(this.files.key);
  }
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
