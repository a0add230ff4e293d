import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

/** Paths of two PEM files: the server's certificate with its chain, and its private key. */
export interface CertificateFiles {
  cert: string;
  key: string;
}

export interface Certificate {
  cert: Buffer;
  key: Buffer;
  /** The subject alternative names as Node writes them: `DNS:mqtt.example.org, IP Address:192.0.2.1`. */
  names: string;
  /** Epoch ms. */
  valid_from: number;
  /** Epoch ms. */
  expires_at: number;
  /** Phones trust it only when it was installed on them. */
  is_self_signed: boolean;
}

type Variable = 'MQTT_TLS_CERT' | 'MQTT_TLS_KEY';

/** A file that is of no use; `message` is one line that names the variable, the file and what is wrong with it. */
export class CertificateError extends Error {
  constructor(
    readonly variable: Variable,
    file: string,
    problem: string,
  ) {
    super(`${variable} is ${file}; ${problem}`);
    this.name = 'CertificateError';
  }
}

async function read(variable: Variable, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EACCES: 'this user may not read it' };
    throw new CertificateError(variable, file, reasons[code ?? ''] ?? `it can't be read: ${message}`);
  }
}

function parseCertificate(file: string, pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new CertificateError('MQTT_TLS_CERT', file, 'it is no certificate in PEM form');
  }
}

function parseKey(file: string, pem: Buffer): KeyObject {
  const isEncrypted = pem.includes('ENCRYPTED');
  if (isEncrypted) throw new CertificateError('MQTT_TLS_KEY', file, 'it is protected by a passphrase; give a key without one');
  try {
    return createPrivateKey(pem);
  } catch {
    throw new CertificateError('MQTT_TLS_KEY', file, 'it is no private key in PEM form');
  }
}

/** @throws CertificateError; one that has expired is no error */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const cert = await read('MQTT_TLS_CERT', files.cert);
  const key = await read('MQTT_TLS_KEY', files.key);
  const parsed = parseCertificate(files.cert, cert);
  if (!parsed.checkPrivateKey(parseKey(files.key, key))) {
    throw new CertificateError('MQTT_TLS_KEY', files.key, `it does not belong to the first certificate in ${files.cert}`);
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new CertificateError('MQTT_TLS_CERT', files.cert, `TLS does not take it: ${(error as Error).message}`);
  }
  return {
    cert,
    key,
    names: parsed.subjectAltName ?? '',
    valid_from: Date.parse(parsed.validFrom),
    expires_at: Date.parse(parsed.validTo),
    is_self_signed: parsed.checkIssued(parsed),
  };
}
