import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { httpUrl } from '../../functions/model/text.ts';

/** A mail of the outbox, as a mail client reads it. */
export interface InboxMail {
  /** File name without `.eml`. */
  readonly id: string;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly date: Date | undefined;
  readonly html: string;
  readonly text: string;
  readonly source: string;
  /** The link of its List-Unsubscribe header. */
  readonly unsubscribe: string | undefined;
}

// A demo's folder: more than that nobody looks through.
const most = 100;

/** The mails of a folder, newest first. None where there is no folder yet. */
export async function readMails(dir: string): Promise<InboxMail[]> {
  const names = (await readdir(dir).catch(ifMissing)).filter((name) => name.endsWith('.eml')).sort().reverse();
  return Promise.all(names.slice(0, most).map(async (name) => parseMail(name.slice(0, -4), await readFile(join(dir, name)))));
}

function ifMissing(error: unknown): string[] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
  throw error;
}

async function parseMail(id: string, raw: Uint8Array): Promise<InboxMail> {
  const mail = await PostalMime.parse(raw);
  const person = (address: { name: string; address?: string | undefined } | undefined) => address?.name || address?.address || '';
  const at = Date.parse(mail.date ?? '');
  const unsubscribe = mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value;
  return {
    id,
    subject: mail.subject ?? '(no subject)',
    from: person(mail.from),
    to: mail.to?.map(person).join(', ') ?? '',
    date: Number.isNaN(at) ? undefined : new Date(at),
    html: mail.html ?? '',
    text: mail.text ?? '',
    source: new TextDecoder().decode(raw),
    unsubscribe: httpUrl(/<(https?:[^>]+)>/.exec(unsubscribe ?? '')?.[1]),
  };
}
