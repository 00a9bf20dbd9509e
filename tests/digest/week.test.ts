import { describe, expect, it } from 'vitest';
import { loadTemplates } from '../../functions/digest/compile.ts';
import { publish } from '../../functions/digest/publish.ts';
import { weekIssue, weekOf } from '../../functions/digest/week.ts';
import { issueKey, itemsKey } from '../../functions/keys.ts';
import type { Issue, Story } from '../../functions/model/issue.ts';
import { read } from '../../functions/objects.ts';
import { configWith, issueOf, item, temporaryStack } from '../fixtures.ts';
import { templatesDir } from './rendering.ts';

const config = configWith({ World: [{ url: 'https://world.example/feed' }], Science: [{ url: 'https://b.example/' }] });
const week = { after: 'x' };

describe('when the mail of a week is due', () => {
  // 2026-03-07 is a Saturday.
  const sat = '2026-03-07';

  it('is on its day, once', () => {
    expect(weekOf('sat', sat, [])).toEqual({ after: '2026-02-28' });
    expect(weekOf('sat', sat, [{ date: '2026-02-28', week }, { date: '2026-03-06' }])).toEqual({ after: '2026-02-28' });
    for (const date of ['2026-03-08', '2026-03-10', '2026-03-13']) expect(weekOf('sat', date, [{ date: '2026-03-01' }, { date: sat, week }])).toBeUndefined();
  });

  it('is with the next issue where its day had none', () => {
    expect(weekOf('sat', '2026-03-09', [{ date: '2026-02-28', week }, { date: '2026-03-06' }])).toEqual({ after: '2026-02-28' });
    expect(weekOf('sat', '2026-03-10', [{ date: '2026-02-28', week }, { date: '2026-03-09', week }])).toBeUndefined();
    expect(weekOf('sat', '2026-03-14', [{ date: '2026-03-09', week }])).toEqual({ after: '2026-03-09' });
  });

  it('is not before its day where the newsletter has just begun', () => {
    expect(weekOf('sat', '2026-03-10', [])).toBeUndefined();
    expect(weekOf('sat', '2026-03-11', [{ date: '2026-03-10' }])).toBeUndefined();
    expect(weekOf('sat', '2026-03-14', [{ date: '2026-03-10' }])).toEqual({ after: '2026-03-07' });
  });

  it('tells of a week after a long break', () => {
    expect(weekOf('sat', sat, [{ date: '2026-01-03', week }])).toEqual({ after: '2026-02-28' });
  });

  it('comes every seventh day, whatever days have issues', () => {
    for (const gaps of [[1], [2], [1, 3], [5, 1, 1], [6], [4, 4, 1]]) {
      const issues: Pick<Issue, 'date' | 'week'>[] = [];
      for (let day = 0, n = 0; day < 200; day += gaps[n++ % gaps.length]!) {
        const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
        const due = weekOf('wed', date, issues);
        issues.push({ date, ...(due && { week: due }) });
      }
      const weekly = issues.filter((issue) => issue.week);
      expect(weekly.length, String(gaps)).toBeGreaterThanOrEqual(26);
      expect(weekly.length, String(gaps)).toBeLessThanOrEqual(29);
      // Each tells on from where the last one ended: nothing twice, nothing left out.
      weekly.slice(1).forEach(({ week }, n) => expect(week!.after).toBe(weekly[n]!.date));
    }
  });
});

const story = (name: string, more: Partial<Story> = {}): Story => ({ item: `world/${name}`, title: `The story of ${name}`, url: `https://world.example/${name}`, summary: '', source: 'World', words: 100, also: [], ...more });
const sections = (day: string, world: number, science: number) => [
  { title: 'World', stories: Array.from({ length: world }, (_, n) => story(`${day}-w${n}`)) },
  { title: 'Science', stories: Array.from({ length: science }, (_, n) => story(`${day}-s${n}`)) },
];

describe('the mail of a week', () => {
  it('has the first of every day before the second of any, the newest day first, and what most told in the lead', () => {
    const monday = issueOf('2026-03-02', { sections: [{ title: 'World', stories: [story('mon', { also: [{ source: 'A' }, { source: 'B' }] }), story('mon2')] }] });
    const friday = issueOf('2026-03-06', { sections: sections('fri', 2, 1), lead: 0 });
    const saturday = issueOf('2026-03-07', { sections: sections('sat', 1, 2), lead: 1, week: { after: '2026-02-28' }, mail: { summary: 10, sections: [] } });
    const made = weekIssue(config, saturday, [monday, friday]);
    expect(made.sections.map(({ title, stories }) => [title, stories.map(({ item }) => item.slice(6))])).toEqual([
      ['World', ['mon', 'sat-w0', 'fri-w0', 'fri-w1', 'mon2']],
      ['Science', ['sat-s0', 'fri-s0', 'sat-s1']],
    ]);
    expect(made).toMatchObject({ lead: 0, subject: 'The story of mon', days: { from: '2026-03-02', to: '2026-03-07' }, items: [] });
    expect(made).not.toHaveProperty('week');
    expect(made).not.toHaveProperty('mail');
  });

  it('has the story that most told, though it is the oldest and the room is small', () => {
    const limited = { ...config, limits: { ...config.limits, storiesPerSection: 2 } };
    const monday = issueOf('2026-03-02', { sections: [{ title: 'World', stories: [story('mon', { also: [{ source: 'A' }, { source: 'B' }] })] }] });
    const others = ['03', '04', '05', '06'].map((day) => issueOf(`2026-03-${day}`, { sections: sections(day, 2, 0) }));
    expect(weekIssue(limited, issueOf('2026-03-07', { sections: sections('sat', 2, 0) }), [monday, ...others])).toMatchObject({ subject: 'The story of mon', sections: [{ stories: [{ item: 'world/mon' }, { item: 'world/sat-w0' }] }, {}] });
  });

  it('keeps to the limits, dealt over the sections', () => {
    const limited = { ...config, limits: { ...config.limits, stories: 8, storiesPerSection: 6 } };
    const made = weekIssue(limited, issueOf('2026-03-07', { sections: sections('sat', 20, 3) }), []);
    expect(made.sections.map(({ stories }) => stories.length)).toEqual([5, 3]);
  });

  it('is frozen with its issue, the same however often that is made', async () => {
    const stack = await temporaryStack();
    const templates = await loadTemplates(templatesDir);
    const saturday = new Date('2026-03-07T07:00:00Z');
    const freezing = (now: Date) => publish({ ...stack, log: () => undefined }, config, templates, { now, baseUrl: 'https://news.example.com', nonce: 'n' });
    for (const [day, id] of [['05', 'thursday'], ['06', 'friday'], ['07', 'saturday']] as const) {
      const at = new Date(`2026-03-${day}T06:00:00Z`);
      await stack.store.create(itemsKey(at, 'world'), JSON.stringify({ version: 1, at: at.toISOString(), items: [item(id, { title: `${id} ${'abcdefg'[Number(day)]} ${id}`, firstSeen: at.toISOString() })] }));
      await freezing(new Date(`2026-03-${day}T07:00:00Z`));
    }
    const files = async () => Promise.all((['week.json', 'week.html', 'week.txt'] as const).map(async (file) => (await stack.store.get(issueKey('2026-03-07', file)))?.body));
    const before = await files();
    expect(before.every((body) => body !== undefined)).toBe(true);
    await freezing(saturday);
    expect(await files()).toEqual(before);
    const made = (await read<Issue>(stack.store, issueKey('2026-03-07', 'week.json')))!;
    expect(made.sections.flatMap(({ stories }) => stories)).toHaveLength(3);
    expect(before[2]).toContain('5\u2009–\u20097 March 2026');
    expect(before[2]).toContain('https://news.example.com/issues\n');
    expect(await stack.store.get(issueKey('2026-03-06', 'week.json'))).toBeUndefined();
  });
});
