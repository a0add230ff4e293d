import type { SendMailOptions } from 'nodemailer';

/** Whether all of a mail, to its very end, was handed to the connection. */
export interface Said {
  all: boolean;
}

/** A mail whose sending is watched. */
export type WatchedMail = SendMailOptions & { said: Said };

interface SendingMail {
  data: SendMailOptions & { said?: Said };
  message: { processFunc(process: (input: NodeJS.ReadableStream) => NodeJS.ReadableStream): void };
}

/**
 * A step of nodemailer (kind `stream`) that notes in a mail's `said` that its body was read to the end: the server has it, or will in
 * a moment, and whatever breaks from there on tells nothing about whether it took the mail.
 */
export function noteWhatWasSaid({ data, message }: SendingMail, done: (error?: Error | null) => void): void {
  message.processFunc((input) => {
    input.once('end', () => {
      if (data.said) data.said.all = true;
    });
    return input;
  });
  done();
}
