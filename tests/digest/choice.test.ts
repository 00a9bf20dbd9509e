import { describe, expect, it } from 'vitest';
import type { Config } from '../../functions/config.ts';
import { headlinesOf } from '../../functions/digest/headlines.ts';
import { type Past, pastOf } from '../../functions/digest/past.ts';
import { select, type Selection } from '../../functions/digest/select.ts';
import type { Issue } from '../../functions/model/issue.ts';
import type { Item } from '../../functions/model/item.ts';
import { configWith, issueOf, item, now } from '../fixtures.ts';
import { story } from './rendering.ts';

const hour = 3_600_000;
const ago = (hours: number): string => new Date(now.getTime() - hours * hour).toISOString();
const feeds = (config: Config): string[] => config.sections.flatMap((section) => section.feeds.map(({ id }) => id));
const choose = (config: Config, items: readonly Item[], past: Past = pastOf([])) => select(config, items, past, now);
const shown = ({ sections }: Selection) => sections.map(({ stories }) => stories.map(({ item: name }) => name.split('/').at(-1)));
const fateOf = (selection: Selection, id: string) => selection.items.find((one) => one.id === id)?.fate;

// No two headlines alike, so that nothing here is one story by mistake.
const words = ['harbour', 'glacier', 'violin', 'parliament', 'tractor', 'comet', 'bakery', 'orchid', 'vaccine', 'lighthouse', 'chess', 'volcano', 'bicycle', 'satellite', 'museum', 'potato'];
const headline = (n: number) => `${words[n % 16]} ${words[(n * 7 + 3) % 16]} ${n} ${words[(n * 5 + 1) % 16]}`;
let made = 0;
const fresh = (id: string, feed: string, more: Partial<Item> = {}): Item =>
  item(id, { feed, title: headline(made++), summary: '', url: `https://x.example/${id}`, published: ago(2), firstSeen: ago(1), ...more });
const same = { title: 'Storm Ada reaches the western coast overnight', url: 'https://wire.example/storm-ada' };

describe('rank', () => {
  const config = configWith({ World: [{ url: 'https://a.example/f' }, { url: 'https://b.example/f' }, { url: 'https://c.example/f' }, { url: 'https://heavy.example/f', weight: 3 }] });
  const [a, b, c, heavy] = feeds(config) as [string, string, string, string];

  it('puts what more feeds have before what is newer', () => {
    expect(shown(choose(config, [fresh('new', a), fresh('broad', b, { ...same, published: ago(10) }), fresh('broad2', c, { ...same, published: ago(9) })]))[0]).toEqual(['broad', 'new']);
  });

  it('counts a feed for its weight', () => {
    expect(shown(choose(config, [fresh('1', a, { published: ago(1) }), fresh('2', heavy, { published: ago(12) })]))[0]).toEqual(['2', '1']);
    expect(shown(choose(config, [fresh('1', heavy), fresh('2', b, same), fresh('3', c, same)]))[0]).toEqual(['1', '2']);
  });

  it('lets age tell against a story: half for each day', () => {
    expect(shown(choose(config, [fresh('old', heavy, { published: ago(24 * 8) }), fresh('new', a)]))[0]).toEqual(['new', 'old']);
  });

  it('shows of one story the item of the feed that counts most, and one that can be followed before all', () => {
    const [top] = choose(config, [fresh('light', a, same), fresh('heavy', heavy, same)]).sections[0]!.stories;
    expect(top).toMatchObject({ item: `${heavy}/heavy`, also: [{ source: 'a.example' }] });
    const { url: _, ...unlinked } = fresh('heavy', heavy, same);
    expect(choose(config, [fresh('light', a, same), unlinked]).sections[0]!.stories[0]!.item).toBe(`${a}/light`);
  });

  it('goes by the feed’s place in the newsletter where all else is equal', () => {
    expect(shown(choose(config, [fresh('3', c), fresh('1', a), fresh('2', b)]))[0]).toEqual(['1', '2', '3']);
  });
});

describe('the lead', () => {
  const config = configWith({ World: [{ url: 'https://a.example/f' }], Science: [{ url: 'https://b.example/f' }, { url: 'https://c.example/f' }] });
  const [a, b, c] = feeds(config) as [string, string, string];

  it('is the story that most feeds have, whatever its section', () => {
    const selection = choose(config, [fresh('1', a), fresh('2', b, same), fresh('3', c, same)]);
    expect(selection.lead).toBe(1);
    const { subject, preheader } = headlinesOf(config, selection, '2026-03-02');
    expect(subject).toBe(same.title);
    expect(preheader).toBe(selection.sections[0]!.stories[0]!.title);
  });

  it('is of the first section where none is told more broadly', () => {
    expect(choose(config, [fresh('1', a, { published: ago(20) }), fresh('2', b)]).lead).toBe(0);
    expect(choose(config, [fresh('2', b)]).lead).toBe(0);
    expect(choose(config, []).lead).toBe(0);
  });

  it('is nothing old where there is something new, however much its feed weighs', () => {
    const weighted = configWith({ World: [{ url: 'https://a.example/f', weight: 5 }], Science: [{ url: 'https://b.example/f' }] });
    const [heavy, light] = feeds(weighted) as [string, string];
    expect(choose(weighted, [fresh('1', heavy, { published: '2019-01-01T00:00:00.000Z' }), fresh('2', light)]).lead).toBe(1);
    expect(choose(weighted, [fresh('1', heavy, { published: '2019-01-01T00:00:00.000Z' })]).lead).toBe(0);
  });

  it('gives the subject, in the operator’s own pattern', () => {
    const patterned = (subject: string) => headlinesOf(configWith({ World: ['https://a.example/f'].map((url) => ({ url })) }, { subject }), choose(config, [fresh('1', a, same)]), '2026-03-02').subject;
    expect(patterned('{title} · {name}')).toBe(`${same.title} · The Morning Brief`);
    expect(patterned('{name}, {date}: {count}')).toBe('The Morning Brief, 2 March: 1');
    expect(headlinesOf(config, choose(config, []), '2026-03-02').subject).toBe('The Morning Brief');
  });
});

describe('what has no room', () => {
  const config = configWith(
    { World: [{ url: 'https://loud.example/f', name: 'Loud', maxStories: 2 }, { url: 'https://b.example/f', name: 'B' }], Science: [{ url: 'https://c.example/f', name: 'C' }] },
    { limits: { stories: 4, storiesPerSection: 3, storiesPerFeed: 2 } },
  );
  const [loud, b, c] = feeds(config) as [string, string, string];
  const many = (feed: string, count: number) => Array.from({ length: count }, (_, n) => fresh(`${feed.slice(0, 1)}${n}`, feed, { published: ago(n / 10) }));

  it('is named by its title, the feeds in turn, so that a loud feed drowns none', () => {
    const [world] = choose(config, [...many(loud, 50), ...many(b, 4)]).sections;
    expect(world!.stories.map(({ source }) => source).toSorted()).toEqual(['B', 'Loud', 'Loud']);
    expect(world!.titles!.slice(0, 6).map(({ source }) => source).toSorted()).toEqual(['B', 'B', 'B', 'Loud', 'Loud', 'Loud']);
    expect(world!.titles).toHaveLength(51);
  });

  it('is counted where it is more than anybody reads', () => {
    const { sections, items } = choose(config, many(loud, 1500));
    expect([sections[0]!.stories.length, sections[0]!.titles!.length, sections[0]!.unlisted]).toEqual([2, 1000, 498]);
    expect(items).toHaveLength(1500);
  });

  it('is told by another feed that has it and has room', () => {
    const one = configWith({ World: [{ url: 'https://b.example/f', name: 'B' }, { url: 'https://c.example/f', name: 'C' }] }, { limits: { storiesPerFeed: 1 } });
    const [first, second] = feeds(one) as [string, string];
    const quake = { title: 'Earthquake of magnitude 6.1 shakes the Azores', url: 'https://wire.example/quake' };
    const selection = choose(one, [fresh('b1', first, same), fresh('c1', second, same), fresh('b2', first, quake), fresh('c2', second, quake)]);
    expect(selection.sections[0]!.stories.map(({ source, also }) => [source, also.map((other) => other.source)])).toEqual([['B', ['C']], ['C', ['B']]]);
    const [told] = selection.sections[0]!.stories;
    expect(selection.items.filter(({ fate }) => fate === 'same-story').map(({ as }) => as)).toContain(told!.item);
  });

  it('keeps the section of a feed that got no story of the issue’s', () => {
    const one = configWith({ World: [{ url: 'https://loud.example/f' }], Science: [{ url: 'https://c.example/f' }] }, { limits: { stories: 1, storiesPerSection: 1 } });
    const [, science] = choose(one, [...many(loud, 1), ...many(c, 1)]).sections;
    expect(science).toMatchObject({ title: 'Science', stories: [], titles: [{ item: `${c}/${c.slice(0, 1)}0` }] });
  });
});

describe('what earlier issues have told', () => {
  const config = configWith({ World: [{ url: 'https://a.example/f' }, { url: 'https://b.example/f' }] });
  const [a, b] = feeds(config) as [string, string];
  const told = (more: object): Past => pastOf([issueOf('2026-03-01', { sections: [{ title: 'World', stories: [story(1, { ...same, item: `${a}/old`, summary: 'The text.', ...more })] }] })]);

  it('is not told again, under another id or by another feed', () => {
    expect(fateOf(choose(config, [fresh('new', a, { ...same, summary: 'The text.' })], told({})), 'new')).toBe('told-before');
    expect(fateOf(choose(config, [fresh('new', b, { ...same, summary: 'Other words.' })], told({})), 'new')).toBe('told-before');
    expect(fateOf(choose(config, [fresh('new', a, { ...same, url: 'https://www.wire.example/storm-ada/', summary: 'The text.' })], told({})), 'new')).toBe('told-before');
  });

  it('is told if it says something new: a standing page, an update, another address', () => {
    expect(fateOf(choose(config, [fresh('new', a, { ...same, summary: 'Another day’s text.' })], told({})), 'new')).toBe('story');
    expect(fateOf(choose(config, [fresh('new', b, { ...same, title: 'Storm Ada moves on to the north' })], told({})), 'new')).toBe('story');
    expect(fateOf(choose(config, [fresh('new', b, { ...same, url: 'https://b.example/own' })], told({})), 'new')).toBe('story');
    expect(fateOf(choose(config, [fresh('new', a, { title: 'Daily briefing', url: 'https://a.example/daily' })], told({ title: 'Daily briefing', url: 'https://a.example/daily' })), 'new')).toBe('story');
  });

  it('makes late what is dated a day or more before the last issue', () => {
    const known = { items: [{ feed: a, id: 'before', fate: 'story' as const }] };
    const past = pastOf([issueOf('2026-03-01', known), issueOf('2026-02-28')]);
    const lateness = (published: string | undefined, using = past) => {
      const { published: _, ...undated } = fresh('x', a);
      return choose(config, [{ ...undated, ...(published !== undefined && { published }) }], using).sections[0]!.stories[0]!.late;
    };
    expect(lateness('2026-02-27T12:00:00.000Z')).toBe(true);
    expect(lateness('2026-03-01T03:00:00.000Z')).toBeUndefined();
    expect(lateness(undefined)).toBeUndefined();
    // A new feed comes with all that it has.
    expect(lateness('2026-02-27T12:00:00.000Z', pastOf([issueOf('2026-03-01')]))).toBeUndefined();
    // Before the first issue nothing could have been told.
    expect(lateness('2020-01-01T00:00:00.000Z', pastOf([]))).toBeUndefined();
  });
});

describe('accounting', () => {
  it('gives every item of thousands one fate', () => {
    const config = configWith(
      { World: [{ url: 'https://a.example/f' }, { url: 'https://b.example/f' }], Science: [{ url: 'https://c.example/f', include: ['comet'] }] },
      { limits: { maxAgeDays: 3 } },
    );
    const all = feeds(config);
    const items = Array.from({ length: 5000 }, (_, n) => fresh(`i${n}`, n % 97 === 0 ? 'gone' : all[n % 3]!, { published: ago((n % 50) * 2) }));
    const { items: fates, sections } = choose(config, items);
    expect(fates.map(({ id }) => id).toSorted()).toEqual(items.map(({ id }) => id).toSorted());
    const named = sections.flatMap((section: Issue['sections'][number]) => [...section.stories, ...(section.titles ?? [])].map((one) => one.item));
    expect(new Set(named).size).toBe(named.length);
  });
});
