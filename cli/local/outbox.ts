import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mailer } from '../../functions/ports.ts';

/** Submits mails to a folder: a file `<message id>.eml` for each submission, exactly the bytes that SES would get. */
export function outbox(dir: string): Mailer {
  return {
    quota: () => Promise.resolve({ perSecond: Infinity, perDay: Infinity, remainingToday: Infinity }),
    async send({ pieces }) {
      // A name of its own for every submission: a mail that went out twice is there twice.
      const messageId = `${new Date().toISOString().replace(/\D/g, '')}-${randomUUID()}`;
      try {
        await mkdir(dir, { recursive: true });
        await writeFile(join(dir, `${messageId}.part`), Buffer.concat(pieces));
        await rename(join(dir, `${messageId}.part`), join(dir, `${messageId}.eml`));
        return { kind: 'submitted', messageId };
      } catch (error) {
        return { kind: 'halted', reason: `${dir} can't be written: ${(error as Error).message}` };
      }
    },
  };
}
