import { describe, expect, it } from 'vitest';
import type { Config } from '../../functions/config.ts';
import { passes } from '../../functions/digest/filter.ts';
import { pastOf } from '../../functions/digest/past.ts';
import { select } from '../../functions/digest/select.ts';
import type { Item } from '../../functions/model/item.ts';
import { configWith, item, now } from '../fixtures.ts';

const sections = {
  World: [{ url: 'https://a.example/f', name: 'A', maxStories: 3 }, { url: 'https://b.example/f', name: 'B' }],
  Sport: [{ url: 'https://c.example/f', name: 'C', maxStories: 100 }],
};
const two = configWith(sections);
const [a, b, c] = two.sections.flatMap(({ feeds }) => feeds.map(({ id }) => id)) as [string, string, string];

const choose = (items: readonly Item[], config: Config = two, accounted: readonly string[] = []) => select(config, items, { ...pastOf([]), accounted: new Set(accounted) }, now);
const titles = (selection: ReturnType<typeof choose>) => selection.sections.map(({ title, stories }) => [title, ...stories.map((story) => story.title)]);
const fatesOf = (selection: ReturnType<typeof choose>) => Object.fromEntries(selection.items.map(({ id, fate }) => [id, fate]));
const at = (hour: number): string => `2026-03-02T0${hour}:00:00.000Z`;

describe('selecting the stories of an issue', () => {
  it('puts items in the section of their feed, the newest first', () => {
    const selection = choose([item('1', { feed: a, published: at(1) }), item('2', { feed: b, published: at(3) }), item('3', { feed: c })]);
    expect(titles(selection)).toEqual([
      ['World', 'What happened in case 2 today', 'What happened in case 1 today'],
      ['Sport', 'What happened in case 3 today'],
    ]);
  });

  it('gives every item one fate', () => {
    const config = configWith(
      { World: [{ url: 'https://a.example/f', maxStories: 2, exclude: ['football'] }, { url: 'https://b.example/f' }] },
      { limits: { stories: 3, storiesPerSection: 3, maxAgeDays: 7 } },
    );
    const items = [
      ...['1', '2', '3'].map((id) => item(id, { feed: a, published: at(6) })),
      item('4', { feed: a, title: 'Football tonight' }),
      item('5', { feed: b, published: '2026-01-01T00:00:00.000Z' }),
      item('6', { feed: b, url: 'https://world.example/1' }),
      item('7', { feed: b, published: at(5) }),
      item('8', { feed: b, published: at(4) }),
      item('9', { feed: 'gone' }),
      item('9', { feed: 'gone' }),
    ];
    const selection = choose(items, config);
    expect(fatesOf(selection)).toEqual({
      1: 'story', 2: 'story', 3: 'over-feed-cap', 4: 'filtered', 5: 'too-old', 6: 'same-story', 7: 'story', 8: 'over-section-cap', 9: 'feed-removed',
    });
    expect(selection.items).toHaveLength(9);
  });

  it('passes over what earlier issues account for', () => {
    expect(choose([item('1', { feed: a }), item('2', { feed: a })], two, [`${a}/1`]).items).toEqual([{ feed: a, id: '2', fate: 'story' }]);
  });

  it('does not hide an item for its date: new means first seen', () => {
    expect(fatesOf(choose([item('old', { feed: a, published: '1999-01-01T00:00:00.000Z' })]))).toEqual({ old: 'story' });
  });

  it('lets no date in the future keep an item on top', () => {
    const selection = choose([
      item('future', { feed: a, published: '2031-01-01T00:00:00.000Z', firstSeen: at(1) }),
      item('fresh', { feed: a, published: at(2), firstSeen: at(3) }),
    ]);
    expect(titles(selection)[0]![1]).toContain('fresh');
  });

  it('puts what several feeds report first and says who else has it', () => {
    const selection = choose([
      item('1', { feed: a, published: at(6) }),
      item('2', { feed: a, published: at(1), url: 'https://www.world.example/same/' }),
      item('3', { feed: c, published: at(1), url: 'https://world.example/same' }),
    ]);
    expect(selection.sections[0]!.stories[0]).toMatchObject({ source: 'A', also: [{ source: 'C', url: 'https://world.example/same' }] });
    expect(selection.sections).toHaveLength(1);
  });

  it('deals the room of the issue over the sections', () => {
    const config = configWith(sections, { limits: { stories: 4, storiesPerSection: 4 } });
    const many = [a, b, c].flatMap((feed) => ['1', '2', '3'].map((n) => item(`${feed}${n}`, { feed })));
    expect(choose(many, config).sections.map(({ stories }) => stories.length)).toEqual([2, 2]);
    expect(Object.values(fatesOf(choose(many, config))).filter((fate) => fate === 'over-issue-cap')).toHaveLength(3);
  });

  it('does not depend on the order in which files are read', () => {
    const items = [a, b, c].flatMap((feed) => ['1', '2', '3', '4'].map((n) => item(`${feed}${n}`, { feed, title: `Same thing number ${n} here`, url: `https://x.example/${feed}${n}` })));
    expect(choose(items.toReversed()).sections).toEqual(choose(items).sections);
  });
});

describe('include and exclude', () => {
  const feed = two.sections[0]!.feeds[0]!;
  it.each([
    ['a word', { include: ['AI'] }, 'New AI model', true],
    ['not a part of one', { include: ['AI'] }, 'She said so', false],
    ['whatever the case', { exclude: ['Football'] }, 'FOOTBALL: late goal', false],
    ['a phrase with signs', { include: ['C++ (20)'] }, 'On C++ (20) now', true],
    ['a word in Japanese', { include: ['選挙'] }, '総選挙の結果', true],
    ['letters with accents', { exclude: ['élection'] }, 'L’élection de mai', false],
    ['exclude before include', { include: ['goal'], exclude: ['own goal'] }, 'An own goal', false],
  ])('%s', (_, words, title, expected) => {
    expect(passes({ ...feed, ...words }, item('1', { title, summary: '' }))).toBe(expected);
  });
});
