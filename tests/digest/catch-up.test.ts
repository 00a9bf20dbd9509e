import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalStack } from '../../cli/local/stack.ts';
import { catchUp, verdictOf } from '../../functions/digest/catch-up.ts';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { publish } from '../../functions/digest/publish.ts';
import type { Templates } from '../../functions/digest/render.ts';
import { issueDateOf, issueKey, itemsKey, prefixes } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import type { Item, ItemsFile } from '../../functions/model/item.ts';
import type { Outcome } from '../../functions/model/outcome.ts';
import { keysUnder, read } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { subscribe } from '../../functions/subscribe/subscribe.ts';
import { noteTimetable } from '../../functions/standing.ts';
import { config, configWith, item, temporaryStack } from '../fixtures.ts';

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(fileURLToPath(new URL('../../templates', import.meta.url)));
});

const date = '2026-03-02';
const at = (time: string, day = date): Date => new Date(`${day}T${time}:00.000Z`);
const options = (now: Date) => ({ now, baseUrl: 'https://news.example.com', nonce: String(now.getTime()) });
const look = (stack: LocalStack, now: Date, using = config) => catchUp(stack, using, { now, nonce: 'n' }, (times) => publish(stack, using, templates, { ...options(now), ...times }));
const morning = (stack: LocalStack, now = at('07:00')) => publish(stack, config, templates, options(now));
const outcomeOf = (stack: LocalStack, on = date) => read<Outcome>(stack.store, issueKey(on, 'outcome.json'));
const issues = async (stack: LocalStack) => (await keysUnder(stack.store, prefixes.issues)).flatMap((key) => issueDateOf(key) ?? []);

async function arrive(stack: LocalStack, time: Date, one: Item): Promise<void> {
  const file: ItemsFile = { version: 1, nonce: 'n', feed: one.feed, items: [one] };
  await stack.store.create(itemsKey(time, `${one.feed}-${one.id}`), JSON.stringify(file));
}

/** A newsletter that has collected since yesterday, with a reader. */
async function collecting(): Promise<LocalStack> {
  const stack = await temporaryStack();
  await arrive(stack, at('12:00', '2026-03-01'), item('1'));
  await subscribe(stack, 'reader@example.org');
  await noteTimetable(stack.store, config, at('12:00', '2026-03-01'), 'n');
  return stack;
}

describe('a missed morning', () => {
  it('is made up, handed over once, and told to readers', async () => {
    const stack = await collecting();
    await arrive(stack, at('08:10'), item('2'));
    expect(await look(stack, at('07:29'))).toEqual({ date, outcome: 'nothing-missed' });
    expect(await look(stack, at('08:30'))).toMatchObject({ date, outcome: 'frozen', stories: 2, caughtUp: '2026-03-02T08:30:00.000Z' });
    expect(await look(stack, at('09:30'))).toEqual({ date, outcome: 'nothing-missed' });
    expect(await stack.queue.receive()).toEqual([{ date }]);
    expect(await read<Issue>(stack.store, issueKey(date, 'issue.json'))).toMatchObject({ at: '2026-03-02T07:00:00.000Z', caughtUp: '2026-03-02T08:30:00.000Z' });
    for (const file of ['mail.html', 'mail.txt', 'page.html'] as const) expect((await stack.store.get(issueKey(date, file)))!.body).toContain('Later than usual today');
    expect(await outcomeOf(stack)).toMatchObject({ outcome: 'made', caughtUp: '2026-03-02T08:30:00.000Z' });
  });

  it('is not made up beside the start that was only late, whichever is first', async () => {
    const stack = await collecting();
    await Promise.all([look(stack, at('09:30')), morning(stack)]);
    expect(await issues(stack)).toEqual([date]);
    expect(await look(stack, at('10:30'))).toEqual({ date, outcome: 'nothing-missed' });
    const html = (await stack.store.get(issueKey(date, 'mail.html')))!.body;
    expect(await morning(stack)).toMatchObject({ outcome: 'frozen-before' });
    expect((await stack.store.get(issueKey(date, 'mail.html')))!.body).toBe(html);
  });

  it('is told where it was on time by nothing', async () => {
    const stack = await collecting();
    await morning(stack);
    expect((await stack.store.get(issueKey(date, 'mail.html')))!.body).not.toContain('Later than usual');
    expect(await outcomeOf(stack)).toEqual({ version: 1, nonce: expect.any(String) as string, date, outcome: 'made', at: '2026-03-02T07:00:00.000Z' });
    expect(await look(stack, at('08:30'))).toEqual({ date, outcome: 'nothing-missed' });
  });

  it('without stories was not missed: what comes later is for the next', async () => {
    const stack = await temporaryStack();
    await arrive(stack, at('12:00', '2026-02-28'), item('1'));
    await morning(stack, at('07:00', '2026-03-01'));
    expect(await morning(stack)).toMatchObject({ outcome: 'nothing-new' });
    await arrive(stack, at('08:00'), item('2'));
    expect(await look(stack, at('08:30'))).toEqual({ date, outcome: 'nothing-missed' });
    expect(await issues(stack)).toEqual(['2026-03-01']);
  });

  it('that has no stories when it is made up is looked at once', async () => {
    const stack = await temporaryStack();
    await arrive(stack, at('12:00', '2026-02-28'), item('1'));
    await morning(stack, at('07:00', '2026-03-01'));
    await look(stack, at('07:30', '2026-03-01'));
    expect(await look(stack, at('08:30'))).toMatchObject({ outcome: 'nothing-new' });
    await arrive(stack, at('09:00'), item('2'));
    expect(await look(stack, at('09:30'))).toEqual({ date, outcome: 'nothing-missed' });
  });

  it('is left at its age, and the next issue has all of it', async () => {
    const stack = await collecting();
    expect(await look(stack, at('13:01'))).toEqual({ date, outcome: 'too-late' });
    expect(await issues(stack)).toEqual([]);
    expect(await morning(stack, at('07:00', '2026-03-03'))).toMatchObject({ outcome: 'frozen', stories: 1 });
  });

  it('of a newsletter that began after it was due is none', async () => {
    const stack = await temporaryStack();
    await arrive(stack, at('12:00', '2026-03-01'), item('1'));
    expect(await look(stack, at('08:30'))).toEqual({ date, outcome: 'nothing-missed' });
    expect(await look(stack, at('09:30'))).toEqual({ date, outcome: 'nothing-missed' });
    expect(await issues(stack)).toEqual([]);
  });

  it('is none of a timetable that was not in force yet: a change of time, of days or of timezone mails nobody', async () => {
    for (const [before, after] of [
      [{ schedule: { at: '18:00' } }, { schedule: { at: '07:00' } }],
      [{ schedule: { at: '07:00', days: ['tue'] } }, { schedule: { at: '07:00', days: ['mon'] } }],
      [{ schedule: { at: '07:00' }, timezone: 'America/New_York' }, { schedule: { at: '07:00' }, timezone: 'Europe/London' }],
    ]) {
      const stack = await collecting();
      const feeds = { World: [{ url: 'https://world.example/feed', name: 'Example World' }] };
      await look(stack, at('00:30'), configWith(feeds, before));
      const changed = configWith(feeds, after);
      expect(await look(stack, at('09:30'), changed)).toEqual({ date, outcome: 'nothing-missed' });
      expect(await issues(stack)).toEqual([]);
      // From then on it is in force.
      expect(await look(stack, at('08:30', '2026-03-09'), changed)).toMatchObject({ date: '2026-03-09', outcome: 'frozen' });
    }
  });

  it('is made up for its date where the clocks left its time out over midnight', async () => {
    const stack = await temporaryStack();
    const north = configWith({ World: [{ url: 'https://world.example/feed', name: 'Example World' }] }, { timezone: 'America/Scoresbysund', schedule: { at: '23:30' } });
    await arrive(stack, at('12:00', '2026-03-28'), item('1'));
    await noteTimetable(stack.store, north, at('12:00', '2026-03-27'), 'n');
    expect(await look(stack, at('03:00', '2026-03-29'), north)).toMatchObject({ date: '2026-03-28', outcome: 'frozen' });
    expect(await look(stack, at('04:00', '2026-03-29'), north)).toEqual({ date: '2026-03-28', outcome: 'nothing-missed' });
    expect(await issues(stack)).toEqual(['2026-03-28']);
  });

  it('is made up for its own date after midnight, and its successor is another', async () => {
    const stack = await collecting();
    const late = configWith({ World: [{ url: 'https://world.example/feed', name: 'Example World' }] }, { schedule: { at: '23:30' } });
    await noteTimetable(stack.store, late, at('12:00'), 'n');
    expect(await look(stack, at('00:20', '2026-03-03'), late)).toMatchObject({ date, outcome: 'frozen' });
    await arrive(stack, at('12:00', '2026-03-03'), item('2'));
    expect(await publish(stack, late, templates, options(at('23:30', '2026-03-03')))).toMatchObject({ date: '2026-03-03', outcome: 'frozen', stories: 1 });
  });

  it.each(['issue.json', 'template.html', 'mail.txt', 'outcome.json'])('whose digest died at %s is finished, with the same bytes for readers and no second mail', async (file) => {
    const stack = await collecting();
    const store: Store = { ...stack.store, create: (key, ...rest) => (key.endsWith(`/${file}`) ? Promise.reject(new Error('killed')) : stack.store.create(key, ...rest)) };
    await expect(publish({ ...stack, store }, config, templates, options(at('07:00')))).rejects.toThrow('killed');
    const before = await read<Issue>(stack.store, issueKey(date, 'issue.json'));
    await look(stack, at('08:30'));
    const after = await read<Issue>(stack.store, issueKey(date, 'issue.json'));
    if (before) expect(after).toEqual(before);
    expect(await outcomeOf(stack)).toMatchObject({ outcome: 'made' });
    expect(new Set((await stack.queue.receive()).map((message) => JSON.stringify(message)))).toEqual(new Set([JSON.stringify({ date })]));
  });
});

describe('the verdict', () => {
  const due = { date, at: at('07:00') };
  const rules = { schedule: { ...config.schedule, catchUpHours: 3 }, watch: config.watch };
  it.each([
    ['missing', '07:29', 'nothing-missed'],
    ['missing', '07:30', 'missed'],
    ['missing', '10:00', 'missed'],
    ['missing', '10:01', 'too-late'],
    ['done', '09:00', 'nothing-missed'],
    ['not-begun', '09:00', 'nothing-missed'],
  ] as const)('on an issue that is %s at %s is %s', (kind, time, verdict) => expect(verdictOf({ kind, due }, rules, at(time))).toBe(verdict));

  it('is that nothing is made up where the operator wants none', () =>
    expect(verdictOf({ kind: 'missing', due }, { ...rules, schedule: { ...rules.schedule, catchUpHours: 0 } }, at('08:00'))).toBe('nothing-missed'));
});
