import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecretBox } from '@/lib/services/secret-box';
import { contentPolicy, harden, vouchForHeaders } from '../web/front';
import { Phones } from '../web/phones';

export interface PubServerFigures {
  port: number;
  /** User and system time of the process so far, in microseconds. */
  cpu: number;
}

/** The web process's way of a phone's post, without Next. Answers each IPC message with its figures. */
export function servePub(databaseFile: string): void {
  const policy = contentPolicy('', false);
  const phones = new Phones({ databaseFile, mediaDir: `${databaseFile}.media` }, new SecretBox('bench'));
  const server = createServer((request, response) => {
    const address = vouchForHeaders(request, false);
    harden(response, policy);
    phones.pub.handle(request, response, address);
  });
  const report = () => {
    const { user, system } = process.cpuUsage();
    const figures: PubServerFigures = { port: (server.address() as AddressInfo).port, cpu: user + system };
    process.send?.(figures);
  };
  process.on('message', report);
  process.once('SIGTERM', () => {
    server.closeAllConnections();
    server.close(() => void phones.stop().then(() => process.exit(0)));
  });
  server.listen(0, '127.0.0.1', report);
}
