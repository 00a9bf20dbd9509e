import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import MimeNode from 'nodemailer/lib/mime-node';
import type { Config } from '../config.ts';
import { encodeBody, encodeText, type Piece } from '../model/encoded-body.ts';
import { subjectFor } from '../model/edition.ts';
import type { Issue } from '../model/issue.ts';
import { leaveMailto } from '../model/leaving.ts';
import { type SlotName, withoutSections } from '../model/slot.ts';
import { manageUrl, type Subscriber, unsubscribeUrl } from '../model/subscriber.ts';
import { plainText } from '../model/text.ts';
import type { Mail } from '../ports.ts';

/** The frozen bodies of an issue, slots unfilled. */
export interface Bodies {
  readonly html: string;
  readonly text: string;
}

/** The mail for one subscriber. Throws where the address can't stand in a header. */
export type Compose = (id: string, subscriber: Pick<Subscriber, 'address' | 'token'>) => Mail;

/** What differs from mail to mail, headers and bodies. */
type Place = 'to' | 'id' | 'listUnsubscribe' | SlotName;

/** What composing needs of the configuration. */
export type SenderConfig = Pick<Config, 'from' | 'replyTo' | 'leaveAddress' | 'name'>;

/** A body's text and slots, once it is known what is left out of it. */
type Shown = string | { readonly slot: SlotName };

/**
 * Composes an issue once for all its subscribers who do without the same
 * sections, given by their numbers: MIME with text and HTML, one-click
 * unsubscribe (RFC 8058, RFC 2369) and List-Id (RFC 2919). For each only the
 * places are filled that differ. The same input gives the same bytes; SES puts a
 * Message-ID of its own.
 */
export const composer = (config: SenderConfig, issue: Issue, bodies: Bodies, without: readonly number[] = []): Promise<Compose> => composers(config, issue, bodies)(without);

/** The composers of an issue, each made when it is first asked for; the bodies are encoded once for them all. */
export function composers(config: SenderConfig, issue: Issue, bodies: Bodies): (without: readonly number[]) => Promise<Compose> {
  const encoded = { text: encodeBody(bodies.text), html: encodeBody(bodies.html) };
  const made = new Map<string, Promise<Compose>>();
  return (without) => {
    const key = without.join();
    const known = made.get(key);
    if (known) return known;
    // Readers choose much alike; what few choose is made again when it comes.
    if (made.size >= mostKept) made.delete(made.keys().next().value!);
    const compose = composed(config, issue, encoded, new Set(without));
    made.set(key, compose);
    return compose;
  };
}

/** Composers of one issue that are kept: some 60 KB each. */
const mostKept = 200;

async function composed(config: SenderConfig, issue: Issue, bodies: { readonly text: readonly Piece[]; readonly html: readonly Piece[] }, without: ReadonlySet<number>): Promise<Compose> {
  const { leaveAddress, from: { address: from } } = config;
  const { baseUrl } = issue.newsletter;
  const pieces = joined(await skeleton(config, issue, { text: withoutSections(bodies.text, without), html: withoutSections(bodies.html, without) }, subjectFor(issue, without)));
  return (id, { address, token }) => {
    const url = unsubscribeUrl(baseUrl, id, token);
    const values: Readonly<Record<Place, Buffer>> = {
      to: Buffer.from(addressHeader(address), 'latin1'),
      id: Buffer.from(id, 'latin1'),
      // A line each: the header may be as long as these make it (RFC 5322 section 2.2.3).
      listUnsubscribe: Buffer.from(leaveAddress === undefined ? `<${url}>` : `<${url}>,\r\n <${leaveMailto(leaveAddress, id, token)}>`, 'latin1'),
      unsubscribeUrl: Buffer.from(encodeText(url), 'latin1'),
      manageUrl: Buffer.from(encodeText(manageUrl(baseUrl, id, token)), 'latin1'),
    };
    return { from, to: address, pieces: pieces.map((piece) => (typeof piece === 'string' ? values[piece] : piece)) };
  };
}

/** The whole message in pieces: text as it goes out, and the places between. nodemailer writes it around marks, which are then taken for what they stand for. */
async function skeleton({ from, replyTo, name }: SenderConfig, issue: Issue, bodies: { readonly text: readonly Shown[]; readonly html: readonly Shown[] }, subject: string): Promise<(string | { readonly place: Place })[]> {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  // Of the nonce, which is made when the issue is frozen: no feed can have written a mark, or the boundary, before.
  const secret = createHash('sha256').update(`${issue.nonce} ${issue.date}`).digest('hex').slice(0, 32);
  const marks = { to: `to${secret}@mark.invalid`, id: `id${secret}`, listUnsubscribe: `url${secret}`, text: `=C3=A9text${secret}`, html: `=C3=A9html${secret}` };
  const node = new MailComposer({
    from,
    to: { name: '', address: marks.to },
    ...(replyTo && { replyTo }),
    // It is made of what a feed said: no control reaches a header, and no word that only looks encoded
    // (RFC 2047) is decoded into one. A word joiner parts its mark, and is not seen.
    subject: plainText(subject).replaceAll('=?', '=\u2060?'),
    date: new Date(issue.at),
    messageId: `<${issue.date}.${marks.id}@${domain}>`,
    // A letter beyond ASCII has nodemailer declare quoted-printable, which the bodies are in; it stands in the mark as it is encoded.
    text: marks.text.replace('=C3=A9', 'é'),
    html: marks.html.replace('=C3=A9', 'é'),
    textEncoding: 'quoted-printable',
    baseBoundary: secret,
    headers: {
      'List-ID': ready(listId(name, domain)),
      'List-Unsubscribe': ready(marks.listUnsubscribe),
      'List-Unsubscribe-Post': ready('List-Unsubscribe=One-Click'),
    },
    // Else it leaves bare line feeds, which SMTP forbids (RFC 5321 section 2.3.8).
    newline: 'windows',
    // A path or URL in a field must never make it read a file or fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const written = (await node.build()).toString('latin1');
  const names = Object.keys(marks) as (keyof typeof marks)[];
  const missing = names.filter((mark) => written.split(marks[mark]).length !== 2);
  if (missing.length > 0) throw new Error(`the composed mail has not one place for ${missing.join(', ')}`);
  const ofBody = (body: readonly Shown[]) => body.map((piece) => (typeof piece === 'string' ? piece : { place: piece.slot }));
  return written.split(new RegExp(`(${Object.values(marks).join('|')})`)).flatMap((part): (string | { readonly place: Place })[] => {
    const mark = names.find((candidate) => marks[candidate] === part);
    if (mark === undefined) return [part];
    return mark === 'text' || mark === 'html' ? ofBody(bodies[mark]) : [{ place: mark }];
  });
}

/** Neighbouring texts as one, in the bytes they are sent as. */
function joined(pieces: readonly (string | { readonly place: Place })[]): (Buffer | Place)[] {
  const all: (Buffer | Place)[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else {
      all.push(Buffer.from(text, 'latin1'), piece.place);
      text = '';
    }
  }
  return [...all, Buffer.from(text, 'latin1')];
}

/** An address of letters, digits and what RFC 5322 (section 3.2.3) lets stand unquoted, its domain in lower case: nearly all are such. */
const plainAddress = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9.-]+$/;

/** The address as it stands in a To header. */
function addressHeader(address: string): string {
  if (plainAddress.test(address)) return address;
  if (!/^[ -~]+$/.test(address)) throw new Error('the address has characters that no header may have');
  const header = new MimeNode('text/plain').setHeader('To', [{ name: '', address }] as never).buildHeaders();
  return /^To: (.*(?:\r\n[ \t].*)*)$/m.exec(header)?.[1] ?? address;
}

/** A header value that is not to be encoded or folded. */
const ready = (value: string) => ({ prepared: true, foldLines: false, value });

/** The list's name and its id under the sender's domain; names without ASCII letters leave `newsletter`. */
function listId(name: string, domain: string): string {
  const label = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60);
  const phrase = /^[ -~]*$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}" ` : '';
  return `${phrase}<${label || 'newsletter'}.${domain}>`;
}
