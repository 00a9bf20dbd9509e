import { simpleParser, type StructuredHeader } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composer } from '../../functions/deliver/compose.ts';
import { slot } from '../../functions/model/slot.ts';
import { subscriberId } from '../../functions/model/subscriber.ts';
import { config, issueOf } from '../fixtures.ts';

const address = 'reader@example.org';
const id = subscriberId(address);
const subscriber = { address, state: 'active', token: 'a-token-of-22-characters', since: '2026-01-01T00:00:00Z' } as const;
const bodies = { html: `<p>Grüße, “du”</p><a href="${slot('unsubscribeUrl')}">leave</a>`, text: `Grüße\n\n.a dot line\n${slot('unsubscribeUrl')}\n` };
const link = `https://news.example.com/unsubscribe/${id}/${subscriber.token}`;

async function composed(more: object = {}, issue = issueOf('2026-03-02')) {
  const mail = (await composer({ ...config, ...more }, issue, bodies))(id, subscriber);
  return { mail, source: Buffer.from(mail.raw).toString('latin1'), parsed: await simpleParser(Buffer.from(mail.raw)) };
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
});
