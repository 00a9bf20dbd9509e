/** Restoring while the stages run: they fire between any two of its writes, and nothing goes out twice, is told twice or is lost. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../cli/backup/backing-up.ts';
import { stepsOf } from '../../cli/backup/order.ts';
import { restore } from '../../cli/backup/restoring.ts';
import { deliverAll } from '../../cli/commands/deliver.ts';
import type { LocalStack } from '../../cli/local/stack.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { publish } from '../../functions/digest/publish.ts';
import type { Templates } from '../../functions/digest/render.ts';
import { issueDateOf, issueKey, itemsKey, prefixes } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import type { ItemsFile } from '../../functions/model/item.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { subscribe } from '../../functions/subscribe/subscribe.ts';
import { templatesDir } from '../digest/rendering.ts';
import { config, item, temporaryFolder, temporaryStack } from '../fixtures.ts';

describe('the order of a restore', () => {
  it('has what no issue has told, feeds, issues after their ledgers, the list, the rest', () => {
    const keys = ['deliveries/2026-03-01/plan.json', 'deliveries/2026-03-02/7a.json', 'deliveries/2026-03-02/plan.json', 'feeds/a.json', 'issues/2026-03-01/issue.json', 'issues/2026-03-01/mail.html', 'issues/2026-03-02/issue.json', 'issues/2026-03-02/outcome.json', 'issues/2026-03-03/outcome.json', 'items/2026-03-01/000000000-a.json', 'items/2026-03-02/060000000-a.json', 'items/2026-03-02/080000000-a.json', 'subscribers/7a.json'];
    expect(stepsOf(keys, 'items/2026-03-02/060000000-a.json').map((step) => step.keys)).toEqual([
      ['items/2026-03-02/080000000-a.json'],
      ['feeds/a.json'],
      ['issues/2026-03-03/outcome.json'],
      ['deliveries/2026-03-02/7a.json', 'deliveries/2026-03-02/plan.json'],
      ['issues/2026-03-02/issue.json'],
      ['issues/2026-03-02/outcome.json'],
      ['deliveries/2026-03-01/plan.json'],
      ['issues/2026-03-01/issue.json'],
      ['issues/2026-03-01/mail.html'],
      ['subscribers/7a.json'],
      ['items/2026-03-02/060000000-a.json', 'items/2026-03-01/000000000-a.json'],
    ]);
    expect(stepsOf(keys, '').flatMap((step) => step.keys).sort()).toEqual([...keys].sort());
  });
});

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(templatesDir);
});

interface Sent {
  readonly to: string;
  /** The date of the issue's day: each is delivered on its own. */
  readonly on: string;
}

/** A stack that notes whom it mails, and what fires on it. */
async function world(sent: Sent[]) {
  const real = await temporaryStack();
  let at = new Date();
  const stack: LocalStack = {
    ...real,
    clock: () => at,
    mailer: { ...real.mailer, send: (mail) => Promise.resolve(void sent.push({ to: mail.to, on: at.toISOString().slice(0, 10) })).then(() => ({ kind: 'submitted', messageId: 'm' })) },
  };
  const fire = async (time: string): Promise<void> => {
    at = new Date(time);
    await publish(stack, config, templates, { now: at, baseUrl: 'https://news.example.com', nonce: time });
    await deliverAll({ stack, out: { progress: () => undefined } } as never, config);
  };
  const arrive = async (time: string, id: string): Promise<void> => {
    const file: ItemsFile = { version: 1, nonce: 'n', feed: item(id).feed, items: [item(id, { firstSeen: time, summary: `${id} `.repeat(20), title: `${id} ${id}${id} happened` })] };
    await stack.store.create(itemsKey(new Date(time), item(id).feed), JSON.stringify(file));
  };
  return { stack, fire, arrive };
}

const readers = ['a@example.org', 'b@example.org', 'c@example.org'];
const [first, second, waiting, late] = ['alder', 'birch', 'cedar', 'dogwood'];

/** Two issues delivered, an item that waits for the third, and the backup of it all. */
async function backedUp(sent: Sent[]): Promise<string> {
  const { stack, fire, arrive } = await world(sent);
  for (const reader of readers) await subscribe(stack, reader);
  await stack.store.create('feeds/world.json', '{}');
  await arrive('2026-03-01T06:00:00.000Z', first);
  await fire('2026-03-01T07:00:00.000Z');
  await arrive('2026-03-02T06:00:00.000Z', second);
  await fire('2026-03-02T07:00:00.000Z');
  await arrive('2026-03-02T08:00:00.000Z', waiting);
  expect(sent).toHaveLength(2 * readers.length);
  const dir = join(temporaryFolder(), 'backup');
  await backUp({ store: stack.store, out: { progress: () => undefined } }, dir, { by: 'test', from: 'test', begun: '2026-03-02T08:30:00.000Z' });
  return dir;
}

/** Which issues tell of each item. */
async function tellers(store: Store): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {};
  for (const date of (await keysUnder(store, prefixes.issues)).flatMap((key) => issueDateOf(key) ?? [])) {
    for (const { id } of (await read<Issue>(store, issueKey(date, 'issue.json')))!.items) told[id] = [...(told[id] ?? []), date];
  }
  return told;
}

describe('the schedule firing in the middle of a restore', { timeout: 240_000 }, () => {
  it.each([
    ['of the next day', '2026-03-03T07:00:00.000Z'],
    ['of the day that is in the backup, once more', '2026-03-02T09:00:00.000Z'],
  ])('%s, after any of its writes', async (_, time) => {
    const before: Sent[] = [];
    const dir = await backedUp(before);
    for (let fireAfter = 1; ; fireAfter++) {
      const sent = [...before];
      const { stack, fire, arrive } = await world(sent);
      let writes = 0;
      const restoring: Store = {
        ...stack.store,
        async create(key, body, type) {
          const written = await stack.store.create(key, body, type);
          // Something has come in, too: a digest goes on from there.
          if (++writes === fireAfter) await arrive(new Date(Date.parse(time) - 60_000).toISOString(), late).then(() => fire(time));
          return written;
        },
      };
      await restore({ store: restoring, out: { progress: () => undefined } }, dir);
      // And it fires once more, as schedules do; then comes the day after.
      await fire(time);
      await fire('2026-03-03T07:00:00.000Z');
      const mails = sent.map(({ to, on }) => `${on} ${to}`);
      expect([fireAfter, mails.filter((mail, n) => mails.indexOf(mail) !== n)]).toEqual([fireAfter, []]);
      const told = await tellers(stack.store);
      expect([fireAfter, Object.values(told).filter((dates) => dates.length > 1)]).toEqual([fireAfter, []]);
      expect([fireAfter, told[waiting]?.length]).toEqual([fireAfter, 1]);
      // Files of a date are of one issue.
      for (const date of ['2026-03-01', '2026-03-02']) {
        const issue = (await read<Issue>(stack.store, issueKey(date, 'issue.json')))!;
        for (const story of issue.sections.flatMap(({ stories }) => stories)) expect((await stack.store.get(issueKey(date, 'page.html')))!.body).toContain(story.title);
      }
      if (writes < fireAfter) break;
    }
  });
});
