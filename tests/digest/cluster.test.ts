import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cluster } from '../../functions/digest/same/cluster.ts';
import type { Item } from '../../functions/model/item.ts';
import { item } from '../fixtures.ts';

interface Told {
  readonly title: string;
  readonly summary: string;
}
interface Pair {
  readonly lang: string;
  readonly same: boolean;
  readonly note: string;
  readonly a: Told;
  readonly b: Told;
}

const [a, b, c] = ['a', 'b', 'c'];
const ids = (items: readonly Item[]): string[][] => cluster(items).map((group) => group.map(({ id }) => id));
const groups = (...items: Item[]) => ids(items);
const without = ({ url: _, ...rest }: Item): Item => rest;
const report = (id: string, told: Partial<Told>, more: Partial<Item> = {}): Item => without(item(id, { feed: `feed-${id}`, summary: '', ...told, ...more }));

describe('the same story', () => {
  it.each([
    ['one address', { url: 'https://x.example/a' }, { url: 'https://m.x.example/a/' }, true],
    ['one headline', { title: 'Storm Ada reaches the coast' }, { title: 'Storm Ada reaches the coast!' }, true],
    ['a home page', { url: 'https://x.example/' }, { url: 'https://x.example/' }, false],
    ['a short standing title', { title: 'Daily briefing' }, { title: 'Daily briefing' }, false],
    ['different queries', { url: 'https://x.example/?id=1' }, { url: 'https://x.example/?id=2' }, false],
  ])('%s', (_, one, other, same) => {
    expect(groups(item('1', { feed: a, ...one }), item('2', { feed: b, ...other }))).toHaveLength(same ? 1 : 2);
  });
  it('is never told twice by one feed', () => {
    const same = { url: 'https://x.example/live' };
    expect(groups(item('1', { feed: a, ...same }), item('2', { feed: a, ...same }), item('3', { feed: b, ...same }))).toEqual([['1', '3'], ['2']]);
  });
  it('is found through either key', () => {
    const byTitle = { title: 'Storm Ada reaches the coast' };
    const byUrl = { url: 'https://x.example/storm' };
    expect(groups(item('1', { feed: a, ...byTitle, ...byUrl }), item('2', { feed: b, ...byTitle }), item('3', { feed: c, ...byUrl }))).toEqual([['1', '2', '3']]);
  });
});

describe('what a feed posts again', () => {
  const text = { title: 'Storm Ada reaches the coast', summary: 'Ferries stay in harbour.' };
  it('is one story', () => {
    expect(groups(item('1', { feed: a, ...text }), item('2', { feed: a, ...text }), item('3', { feed: b, ...text }))).toEqual([['1', '2', '3']]);
  });
  it.each([
    ['with another summary', text, { ...text, summary: 'Ferries sail again.' }],
    ['without a summary', { ...text, summary: '' }, { ...text, summary: '' }],
    ['under a short standing title', { ...text, title: 'Daily briefing' }, { ...text, title: 'Daily briefing' }],
  ])('is two %s', (_, first, second) => {
    expect(groups(item('1', { feed: a, ...first }), item('2', { feed: a, ...second }))).toHaveLength(2);
  });
});

const gale = [
  { title: 'Storm Ada closes Dover harbour as 90mph gusts hit Kent', summary: 'Ferries between Dover and Calais stopped on Monday.' },
  { title: 'Dover harbour closed: Storm Ada brings 90mph gusts to Kent', summary: 'No ferries to Calais are running, the port said.' },
  { title: 'Ferries halted at Dover as Storm Ada batters Kent with 90mph gusts', summary: 'The harbour will stay closed until the storm has passed.' },
];

describe('what is much the same', () => {
  it('is one story, told by the first', () => {
    expect(ids(gale.map((told, n) => report(`${n}`, told)))).toEqual([['0', '1', '2']]);
  });
  it('stays apart within one feed', () => {
    expect(ids(gale.map((told, n) => report(`${n}`, told, { feed: 'one' })))).toHaveLength(3);
  });
  it('stays apart where it was published days apart', () => {
    const [one, other] = gale as [Told, Told];
    expect(groups(report('1', one, { published: '2026-03-02T00:00:00Z' }), report('2', other, { published: '2026-03-07T00:00:00Z' }))).toHaveLength(2);
  });
  it('stays apart where only a number differs', () => {
    expect(groups(report('1', { title: 'Diary of a long march, part 1' }), report('2', { title: 'Diary of a long march, part 2' }))).toHaveLength(2);
  });
  it('is the same whatever order the items come in', () => {
    const items = pairsOf('tuned.json').flatMap(({ a, b }) => [a, b]).slice(0, 160).map((told, n) => report(String(n).padStart(3, '0'), told));
    const sets = (list: readonly Item[]): string[] => ids(list).map((group) => group.toSorted().join()).toSorted();
    expect(sets(items.toReversed())).toEqual(sets(items));
  });
  it('does not chain: a story between two others is one with one of them at most', () => {
    const [one, , ] = gale as [Told, Told, Told];
    const between = { title: `${one.title}; Lake Garda festival cancelled after lightning kills two in Verona`, summary: 'Two stories of one night.' };
    const other = { title: 'Lake Garda festival cancelled after lightning kills two in Verona', summary: 'Organisers will refund tickets.' };
    for (const list of [[one, between, other], [between, one, other]]) {
      const told = ids(list.map((text) => report(text.title, text)));
      expect(told.some((group) => group.includes(one.title) && group.includes(other.title))).toBe(false);
    }
  });
});

describe('hostile items', () => {
  it.each([
    ['without words', '🎉🎉🎉', '🎉🎉🎉🎉'],
    ['of signs', '?!?!', '!?!?'],
    ['of numbers', '2024 17 88', '2024 17 88 3'],
  ])('%s are not one', (_, one, other) => {
    expect(groups(report('1', { title: one, summary: one }), report('2', { title: other, summary: other }))).toHaveLength(2);
  });
  it('of one headline, thousands of them, are one story', () => {
    expect(cluster(Array.from({ length: 5_000 }, (_, n) => report(`${n}`, gale[0]!)))).toHaveLength(1);
  });
  it('that differ by a number, thousands of them, are told apart', () => {
    expect(cluster(Array.from({ length: 5_000 }, (_, n) => report(`${n}`, { title: `Storm Ada closes harbour number ${n + 1}` })))).toHaveLength(5_000);
  });
  it('with titles of ten thousand letters come to an end', () => {
    const title = (n: number): string => `${n} ${'storm harbour 7 '.repeat(700)}`.slice(0, 10_000);
    expect(cluster(Array.from({ length: 300 }, (_, n) => report(`${n}`, { title: title(n), summary: title(n) }))).flat()).toHaveLength(300);
  });
});

function pairsOf(file: string): Pair[] {
  return JSON.parse(readFileSync(new URL(`../cases/pairs/${file}`, import.meta.url), 'utf8')) as Pair[];
}

interface Figures {
  readonly precision: number;
  readonly recall: number;
}

function figuresOf(pairs: readonly Pair[], found: (pair: Pair) => boolean): Figures {
  const merged = pairs.filter(found);
  const right = merged.filter(({ same }) => same).length;
  return { precision: right / (merged.length || 1), recall: right / pairs.filter(({ same }) => same).length };
}

const alone = ({ a, b }: Pair): boolean => cluster([report('1', a), report('2', b)]).length === 1;

/** Whether a pair's items end in one group when all pairs' items are clustered, each text an item of its own feed. */
function among(pairs: readonly Pair[]): (pair: Pair) => boolean {
  const name = ({ title, summary }: Told): string => `${title}\n${summary}`;
  const texts = new Map(pairs.flatMap(({ a, b }) => [a, b]).map((told) => [name(told), told]));
  const groupOf = new Map(cluster([...texts].map(([id, told]) => report(id, told))).flatMap((group, n) => group.map(({ id }) => [id, n] as const)));
  return ({ a, b }) => groupOf.get(name(a)) === groupOf.get(name(b));
}

/**
 * What is asked of the pairs that the rule was made with. Of two more sets what
 * they give is reported, and must not get worse: hard pairs that were learned
 * from too, in which each near miss is made of the very items of a pair that is
 * the same, and pairs as feeds have them, which nothing was tuned to.
 */
const bounds: Readonly<Record<string, Figures>> = {
  'tuned.json': { precision: 0.97, recall: 0.8 },
  'tuned-hard.json': { precision: 0.85, recall: 0.4 },
  'not-tuned.json': { precision: 0.9, recall: 0.82 },
};

const round = ({ precision, recall }: Figures): string => `${precision.toFixed(3)}/${recall.toFixed(3)}`;

describe.each(readdirSync(new URL('../cases/pairs/', import.meta.url)).filter((name) => name.endsWith('.json')))('%s', (file) => {
  const pairs = pairsOf(file);
  const languages = [...new Set(pairs.map(({ lang }) => lang))].filter((lang) => pairs.filter((pair) => pair.lang === lang && pair.same).length >= 20);
  it.each([['alone', alone], ['among the others', among(pairs)]] as const)('%s: is told apart', (setting, found) => {
    const overall = figuresOf(pairs, found);
    const each = languages.map((lang) => [lang, figuresOf(pairs.filter((pair) => pair.lang === lang), found)] as const);
    console.info(`${file}, ${setting}: precision/recall ${round(overall)}, ${each.map(([lang, figures]) => `${lang} ${round(figures)}`).join(', ')}`);
    const least = bounds[file]!;
    expect(overall.precision).toBeGreaterThanOrEqual(least.precision);
    expect(overall.recall).toBeGreaterThanOrEqual(least.recall);
    if (file !== 'tuned.json') return;
    for (const [lang, { precision, recall }] of each) {
      expect(precision, lang).toBeGreaterThanOrEqual(0.95);
      expect(recall, lang).toBeGreaterThanOrEqual(0.75);
    }
  });
});
