/** Hostile texts from feeds, through the parser and past it, shown in a real browser that would run what they hold. */
import PostalMime, { type Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archivePage } from '../../functions/subscribe/pages.tsx';
import { type Anatomy, anatomyOf } from './anatomy.ts';
import { startBrowser } from './browser.ts';
import { documents, hostileIssue, parsed, pixel } from './hostile-issue.ts';
import { issues } from './issues.ts';
import { composed, fitted, issueLooks, looks, mailOf, picturesOf, rendered, unsubscribe } from './pages.ts';
import { payloads } from './payloads.ts';
import type { Tab } from './tab.ts';

/** The kinds of document, each with what it may be made of and how its hostile ones are made. */
const kinds = ['mail', 'page', 'site', 'letter'] as const;
type Kind = (typeof kinds)[number];

const started = await startBrowser();
describe('hostile texts in the browser', () => {
  if (started.kind === 'missing') return void it.skip(`are not tried: ${started.why}`, () => {});
  const { browser } = started;
  afterAll(() => browser.close());
  const known = new Map<Kind, { readonly kinds: Set<string>; readonly counts: Set<string> }>();
  /** So that two documents load at a time. */
  let tabs: Tab[] = [];

  beforeAll(async () => {
    tabs = await Promise.all([1, 2].map(() => browser.tab()));
    const tab = tabs[0]!;
    for (const kind of kinds) known.set(kind, { kinds: new Set(), counts: new Set() });
    for (const { kind, html } of looks) {
      await tab.show(html);
      const anatomy = await anatomyOf(tab);
      for (const one of anatomy.kinds) known.get(kind)!.kinds.add(one);
      known.get(kind)!.counts.add(JSON.stringify(anatomy.counts));
    }
  });

  /** What is wrong with the document, in words. */
  async function faults(tab: Tab, kind: Kind, html: string, pictures: readonly string[] = []): Promise<string[]> {
    await tab.show(html);
    const anatomy: Anatomy = await anatomyOf(tab);
    const { kinds, counts } = known.get(kind)!;
    return [
      ...(anatomy.pwned ? ['a script ran'] : []),
      ...tab.offences,
      ...tab.pictures.filter((url) => !pictures.includes(url) || url === pixel).map((url) => `asked for the picture ${url}`),
      ...anatomy.kinds.filter((one) => !kinds.has(one)).map((one) => `has ${one}`),
      ...anatomy.hrefs.filter((href) => !/^(?:https?:\/\/|\/(?!\/)|#)/.test(href)).map((href) => `links to ${href}`),
      ...(counts.has(JSON.stringify(anatomy.counts)) ? [] : [`has other elements than any look: ${JSON.stringify(anatomy.counts)}`]),
    ].map((fault) => `${kind}: ${fault.slice(0, 300)}`);
  }

  it.each(payloads)('stay text: %s', async (name, payload) => {
    const issue = fitted(await hostileIssue(payload));
    // A tracking pixel is no picture, whatever the item says; all of them are of this host.
    const pictures = picturesOf(issue).filter((url) => !(/tracking pixel/.test(name) && /^https:\/\/[^/]*evil\.example\//.test(url)));
    const [first, second] = tabs as [Tab, Tab];
    const found = await Promise.all([
      faults(first, 'mail', mailOf(issue), pictures),
      faults(second, 'page', rendered(issue).page, pictures),
    ]);
    expect(found.flat()).toEqual([]);
  });

  it('stay text in the archive', async () => {
    const listed = payloads.map(([, payload], n) => ({ date: `20${10 + (n % 20)}-03-02`, subject: payload, preheader: payload, url: `/issues/${n}` }));
    const hostile = archivePage({ name: payloads[0]![1], locale: 'en-GB', issues: listed });
    // As many months as it lists, but nothing of another kind.
    const found = await faults(tabs[0]!, 'site', hostile);
    expect(found).toEqual([]);
  });

  it('would be noticed if they did not', async () => {
    const evil = '<img src="https://evil.example/x.jpg" onerror="0" onload="pwned=1"><a href="javascript:1">x</a><form></form><iframe src="https://evil.example/"></iframe>';
    const tab = tabs[0]!;
    const found = await faults(tab, 'mail', mailOf(issues.english).replace('</h1>', `</h1>${evil}`), picturesOf(issues.english));
    for (const said of ['a script ran', 'https://evil.example/ (document)', 'the picture https://evil.example/x.jpg', 'has iframe', 'has img[onload]', 'links to javascript:1', 'other elements']) {
      expect(found.join('\n')).toContain(said);
    }
    await tab.show('<script>alert(1); open("https://evil.example/"); new WebSocket("wss://evil.example/"); fetch("http://localhost/other").catch(() => 0); document.body.x.y</script>');
    for (const said of ['opened a dialog: 1', 'ran a script that failed', 'opened a window', 'opened a socket to wss://evil.example/', 'asked for http://localhost/other']) {
      await expect.poll(() => tab.offences.join('\n'), { timeout: 30_000 }).toContain(said);
    }
  });
});

/** Controls, overrides of direction, noncharacters. Isolates that close are the digest's own: a feed's are taken out. */
const forbidden = (text: string): string[] =>
  [...new Set(text.replace(/\u2068([^\u2066-\u2069]*)\u2069/g, '$1').match(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/gu))].map((one) => `U+${one.codePointAt(0)!.toString(16).padStart(4, '0')}`);

describe('hostile texts in the mail', () => {
  it.each(payloads)('add no header, no part and no control: %s', async (_, payload) => {
    const issue = await hostileIssue(payload);
    const [mail, harmless] = await Promise.all([issue, issues['one-story']].map(async (one) => PostalMime.parse(await composed(one))));
    // A subject of which nothing is left is left out.
    const names = ({ headers }: Email): string[] => headers.map(({ key }) => key).filter((key) => key !== 'subject');
    expect(names(mail!)).toEqual(names(harmless!));
    expect([mail!.to, mail!.cc, mail!.bcc, mail!.attachments]).toEqual([harmless!.to, undefined, undefined, []]);
    expect(mail!.from!.address).toBe(harmless!.from!.address);
    expect({ subject: forbidden(mail!.subject ?? ''), text: forbidden(mail!.text!.replaceAll('\n', '')) }).toEqual({ subject: [], text: [] });
    // The reader's own link stands where the template put it, and nowhere else.
    expect([mail!.html!, mail!.text!].map((text) => text.split(unsubscribe).length)).toEqual([harmless!.html!, harmless!.text!].map((text) => text.split(unsubscribe).length));
  });
});

describe('the payloads', () => {
  it('have names of their own, and reach the parser: most documents give an item', async () => {
    expect(new Set(payloads.map(([name]) => name)).size).toBe(payloads.length);
    const items = await Promise.all(payloads.map(async ([, payload]) => (await parsed(payload)).length));
    expect(items.filter((count) => count >= documents('x').length).length).toBeGreaterThan(payloads.length * 0.9);
    expect(issueLooks.length).toBeGreaterThan(0);
  });
});
