import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { render, type Templates } from '../../functions/digest/render.ts';
import { issueKey } from '../../functions/keys.ts';
import { editionFor, subjectFor } from '../../functions/model/edition.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { type Choice, subscriberId } from '../../functions/model/subscriber.ts';
import { setChoice, subscribe, unsubscribe } from '../../functions/subscribe/subscribe.ts';
import { readMails } from '../../cli/demo/mails.ts';
import type { LocalStack } from '../../cli/local/stack.ts';
import { issueWith, templatesDir } from '../digest/rendering.ts';
import { config, configWith, freeze, issueOf, now, subscribersOfOneShard, temporaryStack } from '../fixtures.ts';
import { composer, composers } from '../../functions/deliver/compose.ts';
import { date, ledgerOf, message, planned as plannedWith, run as runWith } from './world.ts';

const stories = (section: string, count = 1) => Array.from({ length: count }, (_, n) => ({ item: `f/${section}${n}`, title: `${section} tells ${n}`, url: `https://x.example/${section}${n}`, summary: `What ${section} says.`, source: 'Example', words: 200, also: [] }));
const titles = ['World', 'Science', 'Culture'];
const threeSections = (more: Partial<Issue> = {}): Issue =>
  issueOf(date, { subject: 'World tells 0', sections: titles.map((title) => ({ title, stories: stories(title, 2), subject: `${title} tells 0` })), ...more });

describe('which edition a reader gets', () => {
  const day = threeSections();
  const of = (choice: Choice, week?: Issue) => editionFor(choice, { day, ...(week && { week }) });

  it('is all of it, where nothing is said', () => expect(editionFor(undefined, { day })).toEqual({ of: 'day', without: [] }));
  it('leaves out the sections they do without, and knows of none that are gone', () => expect(of({ without: ['Culture', 'Gardening', 'World'] })).toEqual({ of: 'day', without: [0, 2] }));
  it('is none where nothing would be left', () => {
    expect(of({ without: titles })).toBeUndefined();
    expect(editionFor({ without: ['World'] }, { day: threeSections({ sections: [{ title: 'World', stories: stories('World') }, { title: 'Science', stories: [] }] }) })).toBeUndefined();
  });
  it('is the issue without stories too, for who gets it daily', () => expect(editionFor({ without: ['World'] }, { day: threeSections({ sections: [] }) })).toEqual({ of: 'day', without: [] }));
  it('is all of it where the operator has taken out every section that they wanted', () => {
    expect(editionFor({ without: ['World', 'Science'] }, { day, titles: ['World', 'Science'] })).toEqual({ of: 'day', without: [] });
    expect(editionFor({ without: ['World', 'Science'] }, { day, titles })).toEqual({ of: 'day', without: [0, 1] });
  });
  it('is none in a pause, and all after it', () => {
    expect(of({ pausedUntil: '2026-03-02T07:00:01.000Z' })).toBeUndefined();
    expect(of({ pausedUntil: '2026-03-02T07:00:00.000Z' })).toEqual({ of: 'day', without: [] });
  });
  it('is of the week, and on its day only', () => {
    expect(of({ every: 'week' })).toBeUndefined();
    expect(of({ every: 'week', without: ['Science'] }, threeSections())).toEqual({ of: 'week', without: [1] });
  });
  it('has the subject of what is left', () => {
    expect(subjectFor(day, new Set())).toBe('World tells 0');
    expect(subjectFor(day, new Set([1]))).toBe('World tells 0');
    expect(subjectFor(day, new Set([0, 1]))).toBe('Culture tells 0');
    expect(subjectFor({ ...day, lead: 2 }, new Set([2]))).toBe('World tells 0');
  });
});

const three = configWith(Object.fromEntries(titles.map((title) => [title, [{ url: `https://${title}.example/` }]])));
const planned = (ports: LocalStack) => plannedWith(ports, { date }, three);
const run = (ports: LocalStack, options: Parameters<typeof runWith>[1] = {}) => runWith(ports, { config: three, ...options });

/** MJML opens one for Outlook alone. */
const unclosedRows = (html: string): number => html.match(/<tr[\s>]/g)!.length - html.match(/<\/tr>/g)!.length;

describe('a mail without some sections', () => {
  let templates: Templates;
  /** The mail as a client reads it. */
  async function read(issue: Issue, without: readonly number[]) {
    templates ??= await loadTemplates(templatesDir);
    const compose = await composer(config, issue, render(issue, templates), without);
    const { pieces } = compose(subscriberId('a@example.org'), { address: 'a@example.org', token: 't'.repeat(22) });
    const raw = Buffer.concat(pieces);
    expect(Math.max(...raw.toString('latin1').split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
    expect(Math.max(...raw.toString('latin1').split('\r\n\r\n').slice(1).join('\r\n').split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(76);
    return PostalMime.parse(raw);
  }

  it.each([[[0]], [[1]], [[2]], [[0, 1]], [[0, 2]], [[1, 2]]])('%j shows nothing of them, and all of the others', async (without) => {
    for (const lead of [0, 1, 2]) {
      const mail = await read(threeSections({ lead }), without);
      titles.forEach((title, n) => {
        for (const body of [mail.html!, mail.text!]) {
          for (const story of [0, 1]) expect(body.includes(`${title} tells ${story}`), `${title} ${story}`).toBe(!without.includes(n));
          expect(body.toLowerCase().includes(title.toLowerCase()), title).toBe(!without.includes(n));
        }
      });
      expect(mail.html).toContain('https://news.example.com/manage/');
      for (const body of [mail.html!, mail.text!]) expect(body).not.toMatch(/[\uFDD0\uFDD1]|6 stories/);
      expect(unclosedRows(mail.html!)).toBe(unclosedRows((await read(threeSections({ lead }), [])).html!));
    }
  });

  it('is composed once for all who chose the same', async () => {
    templates ??= await loadTemplates(templatesDir);
    const issue = threeSections();
    const of = composers(config, issue, render(issue, templates));
    const [first, again, other] = [of([0, 1]), of([0, 1]), of([0])];
    expect(again).toBe(first);
    expect(await other).not.toBe(await first);
  });

  it('all of them is the mail as ever, with how much it tells', async () => {
    const mail = await read(threeSections(), []);
    for (const body of [mail.html!, mail.text!]) {
      expect(body).toContain('6 stories');
      expect(body).not.toMatch(/[\uFDD0\uFDD1]/);
    }
    expect(mail.subject).toBe('World tells 0');
  });

  it('has the subject and the preview line of what is left', async () => {
    const mail = await read(threeSections(), [0]);
    expect(mail.subject).toBe('Science tells 0');
    expect(mail.html).toMatch(/<div style="display:none[^>]*>Science tells 0 · Culture tells 0 · /);
  });

  it('holds in every language and direction', async () => {
    for (const locale of ['ar', 'de', 'ja']) {
      const issue = issueWith(12);
      const mail = await read({ ...issue, newsletter: { ...issue.newsletter, locale } }, [0]);
      expect(mail.html).not.toContain(issue.sections[0]!.stories[0]!.title);
    }
  });
});

describe('delivery', () => {
  const inbox = async (stack: LocalStack) => (await readMails(`${stack.dir}/outbox`)).map(({ to, subject }) => `${to} ${subject}`).toSorted();

  async function readers(choices: readonly (Choice | undefined)[], issue = threeSections()) {
    const stack = await temporaryStack();
    const addresses = await subscribersOfOneShard(stack, message.shard, choices.length);
    for (const [n, choice] of choices.entries()) if (choice) await setChoice(stack, subscriberId(addresses[n]!), () => choice);
    const templates = await loadTemplates(templatesDir);
    await freeze(stack, issue);
    const { html, text } = render(issue, templates);
    for (const [file, body] of [['mail.html', html], ['mail.txt', text]] as const) {
      const stored = (await stack.store.get(issueKey(date, file)))!;
      await stack.store.replace(issueKey(date, file), body, stored.etag);
    }
    return { stack, addresses };
  }

  it('sends to each what they chose, and plans for those only who get something', async () => {
    const { stack, addresses } = await readers([undefined, { without: ['World'] }, { pausedUntil: '2026-03-09T00:00:00.000Z' }, { every: 'week' }, { without: ['World', 'Science'] }], threeSections({ sections: titles.map((title) => ({ title, stories: title === 'Culture' ? [] : stories(title, 2), subject: `${title} tells 0` })) }));
    expect(await planned(stack)).toMatchObject({ outcome: 'planned', recipients: 2 });
    expect(await run(stack)).toMatchObject({ outcome: 'complete', submitted: 2 });
    expect(await inbox(stack)).toEqual([`${addresses[0]} World tells 0`, `${addresses[1]} Science tells 0`].toSorted());
    expect(Object.keys((await ledgerOf(stack)).entries)).toHaveLength(2);
  });

  it('on the day of the week sends that mail to those who get one a week', async () => {
    const { stack, addresses } = await readers([undefined, { every: 'week' }], threeSections({ week: { after: '2026-02-23' } }));
    expect(await planned(stack)).toMatchObject({ outcome: 'no-issue' });
    const weekly = threeSections({ subject: 'The week', days: { from: '2026-02-24', to: date } });
    const { html, text } = render(weekly, await loadTemplates(templatesDir));
    await stack.store.create(issueKey(date, 'week.json'), JSON.stringify(weekly));
    await stack.store.create(issueKey(date, 'week.html'), html);
    await stack.store.create(issueKey(date, 'week.txt'), text);
    expect(await planned(stack)).toMatchObject({ outcome: 'planned', recipients: 2 });
    await run(stack);
    expect(await inbox(stack)).toEqual([`${addresses[0]} World tells 0`, `${addresses[1]} The week`].toSorted());
  });

  it('leaves out who pauses or changes their mind between plan and mail', async () => {
    const { stack, addresses } = await readers([undefined, undefined, undefined]);
    await planned(stack);
    await run(stack, { deadline: new Date(now.getTime() + 1000) });
    await setChoice(stack, subscriberId(addresses[0]!), () => ({ pausedUntil: '2027-01-01T00:00:00.000Z' }));
    await unsubscribe(stack, subscriberId(addresses[1]!));
    expect(await run(stack)).toMatchObject({ outcome: 'complete', submitted: 1 });
    await subscribe(stack, addresses[1]!);
    expect(await inbox(stack)).toEqual([`${addresses[2]} World tells 0`]);
  });
});
