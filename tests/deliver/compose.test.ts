import { type AddressObject, simpleParser, type StructuredHeader } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { type Bodies, composer } from '../../functions/deliver/compose.ts';
import { fillSlots, slot } from '../../functions/model/slot.ts';
import { subscriberId, unsubscribeUrl } from '../../functions/model/subscriber.ts';
import { config, issueOf } from '../fixtures.ts';

const address = 'reader@example.org';
const id = subscriberId(address);
const subscriber = { address, token: 'a-token-of-22-characters' };
const bodies = { html: `<p>Grüße, “du”</p><a href="${slot('unsubscribeUrl')}">leave</a>`, text: `Grüße\n\n.a dot line\n${slot('unsubscribeUrl')}\n` };
const link = `https://news.example.com/unsubscribe/${id}/${subscriber.token}`;

async function composed(more: object = {}, issue = issueOf('2026-03-02'), of: Bodies = bodies) {
  const mail = (await composer({ ...config, ...more }, issue, of))(id, subscriber);
  const raw = Buffer.concat(mail.pieces);
  return { mail, source: raw.toString('latin1'), parsed: await simpleParser(raw) };
}

describe('a composed mail', () => {
  it('says who, to whom, what and when', async () => {
    const { mail, parsed } = await composed({ replyTo: { name: 'Editor', address: 'editor@example.com' } });
    expect(mail).toMatchObject({ from: 'digest@example.com', to: address });
    expect(parsed.from?.text).toBe('"The Morning Brief" <digest@example.com>');
    expect(parsed.to).toMatchObject({ text: address });
    expect(parsed.replyTo?.text).toBe('"Editor" <editor@example.com>');
    expect(parsed.subject).toBe('Dawn: a “grüne” day');
    expect(parsed.date).toEqual(new Date('2026-03-02T07:00:00Z'));
  });

  it('can be left in one click (RFC 8058) and bears the id of its list (RFC 2919)', async () => {
    const { parsed, source } = await composed();
    expect(source).toContain(`\r\nList-Unsubscribe: <${link}>\r\n`);
    expect(source).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    expect(source).toContain('List-ID: "The Morning Brief" <the-morning-brief.example.com>\r\n');
    expect((parsed.headers.get('list') as StructuredHeader & { unsubscribe: { url: string } }).unsubscribe.url).toBe(link);
  });

  it('can be left by mail too, where an address takes it', async () => {
    const { parsed, source } = await composed({ leaveAddress: 'leave@in.example.com' });
    expect(source).toContain(`\r\nList-Unsubscribe: <${link}>,\r\n <mailto:leave@in.example.com?subject=unsubscribe%20${id}%20${subscriber.token}>\r\n`);
    expect((parsed.headers.get('list') as StructuredHeader & { unsubscribe: object }).unsubscribe).toMatchObject({ url: link, mail: expect.stringContaining('leave@in.example.com') as string });
  });

  it('has a text and an HTML part, slots filled, umlauts and all', async () => {
    const { parsed, source } = await composed();
    expect(parsed.text).toContain(`Grüße\n\n.a dot line\n${link}`);
    expect(parsed.html).toBe(`<p>Grüße, “du”</p><a href="${link}">leave</a>`);
    expect(source).toContain('Content-Type: multipart/alternative');
    expect(source).not.toMatch(/\uFDD0|\uFDD1/);
  });

  it('ends every line with CRLF and keeps it within 998 characters (RFC 5322 section 2.1.1)', async () => {
    const { source } = await composed();
    expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it('lets no text of a feed into the headers', async () => {
    const { parsed } = await composed({}, issueOf('2026-03-02', { subject: 'A\r\nBcc: victim@example.org\r\n\r\nbody' }));
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.subject).toContain('Bcc: victim@example.org');
  });

  it('names a list that has no ASCII letters', async () => {
    const { source } = await composed({ name: '朝の便り' });
    expect(source).toContain('List-ID: <newsletter.example.com>\r\n');
  });

  it('has a boundary that nothing of a feed can know: it is of the nonce of the frozen issue', async () => {
    const boundaryOf = async (nonce: string) => /boundary="?([^"\r\n]+)/.exec((await composed({}, issueOf('2026-03-02', { nonce }))).source)![1];
    expect(await boundaryOf('one')).toBe(await boundaryOf('one'));
    expect(await boundaryOf('one')).not.toBe(await boundaryOf('two'));
  });
});

/** The message as it is when each is composed anew, by nodemailer, as before its parts were encoded once. */
async function composedAnew(issue: ReturnType<typeof issueOf>, { html, text }: Bodies, to: { address: string; token: string }): Promise<Buffer> {
  const url = unsubscribeUrl(issue.newsletter.baseUrl, subscriberId(to.address), to.token);
  return new MailComposer({
    from: config.from,
    to: { name: '', address: to.address },
    subject: issue.subject,
    date: new Date(issue.at),
    messageId: `<${issue.date}.${subscriberId(to.address)}@example.com>`,
    text: fillSlots(text, { unsubscribeUrl: url, manageUrl: url.replace('/unsubscribe/', '/manage/') }),
    html: fillSlots(html, { unsubscribeUrl: url, manageUrl: url.replace('/unsubscribe/', '/manage/') }),
    textEncoding: 'quoted-printable',
    headers: {
      'List-ID': { prepared: true, foldLines: false, value: '"The Morning Brief" <the-morning-brief.example.com>' },
      'List-Unsubscribe': { prepared: true, foldLines: false, value: `<${url}>` },
      'List-Unsubscribe-Post': { prepared: true, foldLines: false, value: 'List-Unsubscribe=One-Click' },
    },
    newline: 'windows',
  }).compile().build();
}

/** Everything that two parsers make of a message, but what is random in it. */
async function read(raw: Uint8Array) {
  const mime = await PostalMime.parse(raw);
  const other = await simpleParser(Buffer.from(raw), { skipHtmlToText: true, skipTextToHtml: true });
  const headers = mime.headers.filter(({ key }) => key !== 'content-type').map(({ key, value }) => `${key}: ${value}`).toSorted();
  return { headers, html: mime.html, text: mime.text, from: mime.from, to: mime.to, subject: mime.subject, other: [other.html, other.text, other.subject, (other.to as AddressObject).text, other.messageId] };
}

describe('a message filled in is the message composed anew', () => {
  const s = slot('unsubscribeUrl');
  const bodiesOf: Readonly<Record<string, Bodies>> = {
    usual: bodies,
    'a slot at both ends, and two in a row': { html: `${s}${s}<p>x</p>${s}`, text: `${s}\nx ${s}${s}\nlast ${s}` },
    'blanks and equals signs around a slot': { html: `<a href="${s}">=\n = ${s} =3D\t\n</a> \n`, text: `= ${s} =\nends with blanks  \n\ttab\t\n${s} \n.\n..\nFrom here\n` },
    'long lines without a place to break': { html: `<p>${'x'.repeat(5000)}${s}${'=é'.repeat(900)}</p>\n`, text: `${'语'.repeat(700)}${s}${'🌅'.repeat(300)}\n` },
    'CRLF as it came': { html: `<p>\r\n${s}\r\n</p>\r\n`, text: `one\r\n${s}\r\n\r\ntwo\r\n` },
    'no slot at all': { html: '<p>Good morning</p>\n', text: 'Good morning\n' },
  };
  const addresses = ['reader@example.org', "o'brien+news@sub.example.co.uk", `${'l'.repeat(64)}@${'d'.repeat(60)}.${'e'.repeat(60)}.example.org`, '"odd, local"@example.org', 'UPPER.Case@Example.ORG'];
  const lines = (text: string | undefined): string | undefined => text?.replace(/\r\n/g, '\n').trimEnd();

  it.each(Object.entries(bodiesOf))('%s', async (_, of) => {
    const issue = issueOf('2026-03-02', { subject: 'Dawn: a “grüne” day, and a subject so long that it has to be folded at least once' });
    const compose = await composer(config, issue, of);
    for (const each of addresses) {
      const to = { address: each, token: 'tok_en-of-22-characters' };
      const once = await read(Buffer.concat(compose(subscriberId(each), to).pieces));
      const anew = await read(await composedAnew(issue, of, to));
      expect({ ...once, html: lines(once.html), text: lines(once.text), other: once.other.map((part) => lines(part || '')) })
        .toEqual({ ...anew, html: lines(anew.html), text: lines(anew.text), other: anew.other.map((part) => lines(part || '')) });
    }
  });

  it('keeps encoded lines within 76 characters (RFC 2045 section 6.7), whatever the link', async () => {
    const issue = issueOf('2026-03-02', { newsletter: { ...issueOf('2026-03-02').newsletter, baseUrl: `https://news.example.com/${'path/'.repeat(40)}` } });
    const { pieces } = (await composer(config, issue, bodiesOf['blanks and equals signs around a slot']!))(id, subscriber);
    const body = Buffer.concat(pieces).toString('latin1').split('\r\n\r\n').slice(1).join('\r\n\r\n');
    const encoded = body.split('\r\n').filter((line) => !line.startsWith('--') && !line.startsWith('Content-'));
    expect(Math.max(...encoded.map((line) => line.length))).toBeLessThanOrEqual(76);
  });

  it('refuses an address that would write a header of its own', async () => {
    const compose = await composer(config, issueOf('2026-03-02'), bodies);
    for (const bad of ['a@example.org\r\nBcc: b@example.org', 'ü@example.org', 'a@example.org\u0000']) {
      expect(() => compose('0'.repeat(32), { address: bad, token: 't' })).toThrow('characters that no header may have');
    }
  });
});
