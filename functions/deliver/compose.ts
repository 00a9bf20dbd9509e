import MailComposer from 'nodemailer/lib/mail-composer';
import type { Config } from '../config.ts';
import type { Issue } from '../model/issue.ts';
import { fillSlots } from '../model/slot.ts';
import { type Subscriber, unsubscribeUrl } from '../model/subscriber.ts';
import { plainText } from '../model/text.ts';
import type { Mail } from '../ports.ts';

/** The frozen bodies of an issue, slots unfilled. */
export interface Bodies {
  readonly html: string;
  readonly text: string;
}

/**
 * The mail of an issue for one subscriber: MIME with text and HTML, one-click
 * unsubscribe (RFC 8058, RFC 2369) and List-Id (RFC 2919). The same input gives
 * the same headers and bodies; SES puts a Message-ID of its own.
 */
export async function compose(
  { from, replyTo, name }: Pick<Config, 'from' | 'replyTo' | 'name'>,
  issue: Issue,
  bodies: Bodies,
  id: string,
  { address, token }: Subscriber,
): Promise<Mail> {
  const unsubscribe = unsubscribeUrl(issue.newsletter.baseUrl, id, token);
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const node = new MailComposer({
    from,
    to: { name: '', address },
    ...(replyTo && { replyTo }),
    // It is made of what a feed said: no control reaches a header, and no word that only looks encoded
    // (RFC 2047) is decoded into one. A word joiner parts its mark, and is not seen.
    subject: plainText(issue.subject).replaceAll('=?', '=\u2060?'),
    date: new Date(issue.at),
    messageId: `<${issue.date}.${id}@${domain}>`,
    text: fillSlots(bodies.text, { unsubscribeUrl: unsubscribe }),
    html: fillSlots(bodies.html, { unsubscribeUrl: unsubscribe }),
    textEncoding: 'quoted-printable',
    headers: {
      'List-ID': ready(listId(name, domain)),
      'List-Unsubscribe': ready(`<${unsubscribe}>`),
      'List-Unsubscribe-Post': ready('List-Unsubscribe=One-Click'),
    },
    // Else it leaves bare line feeds in the bodies, which SMTP forbids (RFC 5321 section 2.3.8).
    newline: 'windows',
    // A path or URL in a field must never make it read a file or fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { from: from.address, to: address, raw: await node.build() };
}

/** A header value that is not to be encoded or folded. */
const ready = (value: string) => ({ prepared: true, foldLines: false, value });

/** The list's name and its id under the sender's domain; names without ASCII letters leave `newsletter`. */
function listId(name: string, domain: string): string {
  const label = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60);
  const phrase = /^[ -~]*$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}" ` : '';
  return `${phrase}<${label || 'newsletter'}.${domain}>`;
}
