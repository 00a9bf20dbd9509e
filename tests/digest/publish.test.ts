import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalStack } from '../../cli/local/stack.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { dateIn } from '../../functions/model/date.ts';
import { publish } from '../../functions/digest/publish.ts';
import type { Templates } from '../../functions/digest/render.ts';
import { type IssueFile, issueKey, itemsKey } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import type { Item, ItemsFile } from '../../functions/model/item.ts';
import { read } from '../../functions/objects.ts';
import { subscribe } from '../../functions/subscribe/subscribe.ts';
import { config, configWith, item, now, temporaryStack } from '../fixtures.ts';

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(fileURLToPath(new URL('../../templates', import.meta.url)));
});

const hours = (n: number): Date => new Date(now.getTime() + n * 3_600_000);
const files: IssueFile[] = ['issue.json', 'template.html', 'mail.html', 'mail.txt', 'page.html'];

async function arrive(stack: LocalStack, at: Date, ...items: Item[]): Promise<void> {
  const file: ItemsFile = { version: 1, nonce: 'n', feed: items[0]!.feed, items };
  await stack.store.create(itemsKey(at, `${items[0]!.feed}-${items[0]!.id}`), JSON.stringify(file));
}

const digest = (stack: LocalStack, at = now, using = config) =>
  publish(stack, using, templates, { now: at, baseUrl: 'https://news.example.com', nonce: String(at.getTime()) });
const issueOn = (stack: LocalStack, date: string) => read<Issue>(stack.store, issueKey(date, 'issue.json'));
const bytesOf = (stack: LocalStack, date: string) => Promise.all(files.map(async (file) => (await stack.store.get(issueKey(date, file)))?.body));

describe('publish', () => {
  it('freezes the issue and hands it over with the shards that have subscribers', async () => {
    const stack = await temporaryStack();
    await arrive(stack, hours(-1), item('1'));
    for (const address of ['a@example.org', 'b@example.org']) await subscribe(stack, address);
    expect(await digest(stack)).toMatchObject({ date: '2026-03-02', outcome: 'frozen', stories: 1, items: 1 });
    expect((await bytesOf(stack, '2026-03-02')).every((body) => body && body.length > 100)).toBe(true);
    expect(await stack.queue.receive()).toEqual([{ date: '2026-03-02' }]);
    expect((await issueOn(stack, '2026-03-02'))!.shards).toHaveLength(2);
  });

  it('leaves a frozen issue as it is, whatever has come since', async () => {
    const stack = await temporaryStack();
    await arrive(stack, hours(-1), item('1'));
    await digest(stack);
    const before = await bytesOf(stack, '2026-03-02');
    await arrive(stack, hours(0.1), item('2'));
    const renamed = configWith({ Other: [{ url: 'https://world.example/feed' }] });
    expect(await digest(stack, hours(0.2), renamed)).toMatchObject({ outcome: 'frozen-before', stories: 1 });
    expect(await bytesOf(stack, '2026-03-02')).toEqual(before);
  });

  it('makes up what a crash left out after the issue was frozen', async () => {
    const [stack, whole] = [await temporaryStack(), await temporaryStack()];
    for (const each of [stack, whole]) {
      await arrive(each, hours(-1), item('1'));
      await subscribe(each, 'a@example.org');
    }
    await digest(whole);
    await stack.store.create(issueKey('2026-03-02', 'issue.json'), (await whole.store.get(issueKey('2026-03-02', 'issue.json')))!.body);
    await digest(stack, hours(1));
    expect(await bytesOf(stack, '2026-03-02')).toEqual(await bytesOf(whole, '2026-03-02'));
    expect(await stack.queue.receive()).toEqual(await whole.queue.receive());
  });

  it('makes one issue when two schedules fire at once', async () => {
    const stack = await temporaryStack();
    await arrive(stack, hours(-1), item('1'));
    const reports = await Promise.all([digest(stack), digest(stack, new Date(now.getTime() + 1))]);
    const issue = await issueOn(stack, '2026-03-02');
    expect(reports.map(({ stories }) => stories)).toEqual([1, 1]);
    expect((await bytesOf(stack, '2026-03-02'))[2]).toContain(issue!.sections[0]!.stories[0]!.title);
  });

  it('makes no issue on an empty day, unless told to, and loses nothing by it', async () => {
    const stack = await temporaryStack();
    await subscribe(stack, 'a@example.org');
    const picky = configWith({ World: [{ url: 'https://world.example/feed', exclude: ['unwanted'] }] });
    await arrive(stack, hours(-1), item('0', { title: 'An unwanted item' }));
    expect(await digest(stack, now, picky)).toMatchObject({ outcome: 'nothing-new', items: 1, shards: 0 });
    expect(await bytesOf(stack, '2026-03-02')).toEqual(files.map(() => undefined));
    expect(await stack.queue.receive()).toEqual([]);
    await arrive(stack, hours(5), item('1'));
    expect(await digest(stack, hours(24), picky)).toMatchObject({ outcome: 'frozen', stories: 1, items: 2 });
    const told = configWith({ World: [{ url: 'https://world.example/feed' }] }, { schedule: { whenEmpty: 'send' } });
    const other = await temporaryStack();
    expect(await digest(other, now, told)).toMatchObject({ outcome: 'frozen', stories: 0 });
  });

  it('reads what landed late under an earlier time, and what a crashed poll wrote again', async () => {
    const stack = await temporaryStack();
    await arrive(stack, hours(-0.1), item('1'));
    await digest(stack);
    await arrive(stack, hours(-0.2), item('late'));
    await stack.store.create(itemsKey(hours(3), 'again'), JSON.stringify({ items: [item('1'), item('new')] }));
    await digest(stack, hours(24));
    expect((await issueOn(stack, '2026-03-03'))!.items.map(({ id }) => id)).toEqual(['late', 'new']);
  });

  it('accounts for every item in exactly one issue, however items and digests interleave', async () => {
    const stack = await temporaryStack();
    const arrived: string[] = [];
    for (let day = 0; day < 8; day++) {
      const digesting = digest(stack, hours(24 * day));
      for (let n = 0; n < 5; n++) {
        const id = `${day}-${n}`;
        arrived.push(id);
        // Some while the digest is being made, at times before and after it.
        await arrive(stack, hours(24 * day + n * 0.3 - 0.6), item(id));
      }
      await digesting;
    }
    await digest(stack, hours(24 * 8));
    const dates = Array.from({ length: 9 }, (_, day) => dateIn('Europe/London', hours(24 * day)));
    const accounted = (await Promise.all(dates.map((date) => issueOn(stack, date)))).flatMap((issue) => issue?.items.map(({ id }) => id) ?? []);
    expect(accounted.toSorted()).toEqual(arrived.toSorted());
  });

  it('is dated in the newsletter’s timezone', () => {
    const late = new Date('2026-03-01T23:30:00Z');
    expect(['UTC', 'Europe/Moscow', 'America/Los_Angeles', 'Pacific/Kiritimati'].map((zone) => dateIn(zone, late))).toEqual([
      '2026-03-01', '2026-03-02', '2026-03-01', '2026-03-02',
    ]);
  });

  it('keeps a file dated in the future from hiding what comes after it', async () => {
    const stack = await temporaryStack();
    await arrive(stack, hours(24 * 365), item('future'));
    await digest(stack);
    await arrive(stack, hours(12), item('next'));
    await digest(stack, hours(24));
    expect((await issueOn(stack, '2026-03-03'))!.items.map(({ id }) => id)).toEqual(['next']);
  });
});
