import { describe, expect, it } from 'vitest';
import { isJson } from '../../functions/collect/json-feed.ts';
import { parseFeed } from '../../functions/collect/parse.ts';

const version = '"version":"https://jsonfeed.org/version/1.1"';
const parse = (body: string) => parseFeed({ body: Buffer.from(body), contentType: 'application/feed+json', url: 'https://s.example/feed.json' });
const read = (document: unknown) => parse(JSON.stringify(document));
async function items(body: string) {
  const parsed = await parse(body);
  if (parsed.kind !== 'feed') throw new Error(parsed.detail);
  return parsed.items;
}
const feed = (item: object, more: object = {}) => items(JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'F', ...more, items: [item] }));
const titles = async (body: string) => (await items(body)).map(({ title }) => title);

describe('broken JSON', () => {
  it.each([
    ['cut in a string', `{${version},"items":[{"id":"1","title":"a","url":"/1"},{"id":"2","title":"b"},{"id":"3","title":"c","url":"https://s.example/lo`, ['a', 'b']],
    ['cut between items', `{${version},"items":[{"id":"1","title":"a"},{"id":"2","title":"b"},`, ['a', 'b']],
    ['cut in something nested', `{${version},"items":[{"id":"1","title":"a"},{"id":"2","title":"b","authors":[{"name":"x"},{"na`, ['a']],
    ['cut after the items', `{${version},"items":[{"id":"1","title":"a"},{"id":"2","title":"b"}],"authors":[{"name`, ['a', 'b']],
    ['raw line breaks and tabs', `{${version},"items":[{"id":"1","title":"a\n\tb\r\nc"}]}`, ['a b c']],
    ['wrong escapes', `{${version},"items":[{"id":"1","title":"it\\'s \\x41 \\u00e9"}]}`, ['it\\\'s \\x41 é']],
    ['trailing commas', `{${version},"items":[{"id":"1","title":"a",},{"id":"2","title":"b, ]",} , ],}`, ['a', 'b, ]']],
    ['comments', `// by hand\n{${version}, /* "items": [ */ "items":[{"id":"1","title":"a // b /* c */"}] // end\n}`, ['a // b /* c */']],
    ['NaN', `{${version},"items":[{"id":NaN,"title":"a","x":-Infinity,"y":undefined}]}`, ['a']],
    ['a call around it', `callback({${version},"items":[{"id":"1","title":"a"}]});`, ['a']],
    ['something after it', `{${version},"items":[{"id":"1","title":"a"}]}<!-- 0.1 s -->`, ['a']],
    ['what jsonrepair knows', `{version:'https://jsonfeed.org/version/1', items:[{'id':'1' 'title':'a'}]}`, ['a']],
  ])('%s', async (_, body, expected) => expect(await titles(body)).toEqual(expected));

  it('gives what is whole of a long one', async () => {
    const body = `{${version},"items":[${Array.from({ length: 900 }, (_, n) => JSON.stringify({ id: `${n}`, title: `${n}`, content_html: '<p class="x">\\ y'.repeat(100) })).join(',')}`;
    expect(await items(body.slice(0, -10))).toHaveLength(899);
  });
  it.each(['{"items":[', `{${version},"items":[{"id":"1","ti`, '{hello}', '[[1,2', `{${version},"items":[{"id" 1 `])('no whole item: %s', async (body) =>
    expect(await parse(body)).toMatchObject({ kind: 'not-a-feed', detail: expect.stringMatching(/JSON/) as string }));

  it.each(['[', '{"a":', '"', '"a" ', '\\', '"\\', '/*', '//\n', ',', ', ', 'a b ', 'a"b', ']', 'NaN,', '1,', '":', '{"a":1}', '{"id":"1","title":"x\ny"},', '\u0001'])('comes to an end with a megabyte of %j', { timeout: 60_000 }, async (part) => {
    for (const head of [`{${version},"items":[`, `{${version},"items":[{"id":"`]) expect((await parse(head + part.repeat(1_000_000 / part.length))).kind).toMatch(/feed/);
  });
});

describe('what is a feed', () => {
  it.each([
    [{ items: [{ id: 1 }] }, 1], [{ version: 1, items: [{ title: 'a' }] }, 1], [{ items: [] }, 0], [{ version: 'https://jsonfeed.org/version/1', items: { 0: { id: '1', title: 'a' }, x: { id: '2', title: 'b' } } }, 2],
    [{ version: 'https://jsonfeed.org/version/1' }, 0], [{ version: 'https://jsonfeed.org/version/1', items: 'x' }, 0], [{ version: 'https://jsonfeed.org/version/1', items: [null, 1, 'a', [], { id: '1' }] }, 1],
    [{ version: 'https://jsonfeed.org/version/1', items: [{ id: '1', title: 'a' }, { id: '1', title: 'a' }, { id: '1', title: 'b' }] }, 2],
  ])('%j', async (document, count) => expect(await read(document)).toMatchObject({ kind: 'feed', items: { length: count } }));
  it.each([[[{ id: '1', title: 'a', url: 'https://s.example/1' }]], [{ items: { a: { id: '1' } } }], [{ items: [1, 2] }], [{ items: [{ name: 'x' }] }], [{ a: 1 }], [[]]])('%j is none', async (document) =>
    expect(await read(document)).toMatchObject({ kind: 'not-a-feed', detail: expect.stringContaining('JSON but no JSON Feed') as string }));
  it('may begin with a comment or a call', () => {
    expect(['{', ' \n[', '/* a */ // b\n {', 'a.b( {'].every(isJson)).toBe(true);
    expect(['', '<rss>', '<!-- { -->', 'hello', '/* {', `${'/**/'.repeat(240)}x`, `${' '.repeat(1e6)}x`].some(isJson)).toBe(false);
  });
});

describe('items', () => {
  it('bear names of JavaScript', async () => {
    const found = await items(`{${version},"__proto__":{"title":"p"},"items":[{"__proto__":{"title":"p","url":"/x"},"id":"1","title":"a","constructor":"c","toString":1},{"id":"__proto__","title":"b"},{"id":"constructor","title":"c"}]}`);
    expect(found.map(({ title, url }) => [title, url])).toEqual([['a', undefined], ['b', undefined], ['c', undefined]]);
  });
  it('have fields of any type', async () => {
    for (const value of [null, true, 1, 'x', [], {}, [[1]], [{ name: {} }], { name: [] }, '\ud800']) {
      const names = ['id', 'url', 'external_url', 'title', 'content_html', 'content_text', 'summary', 'image', 'banner_image', 'date_published', 'date_modified', 'authors', 'author', 'attachments', 'tags'];
      for (const name of names) expect(await feed({ title: 'a', [name]: value })).toHaveLength(1);
      for (const name of ['title', 'home_page_url', 'feed_url', 'authors', 'author', 'rhythm']) expect(await feed({ title: 'a' }, { [name]: value })).toHaveLength(1);
    }
  });
  it.each([
    [{}, { authors: [{ name: 'Feed' }] }, 'Feed'], [{}, { author: { name: 'Feed' } }, 'Feed'], [{ authors: [] }, { authors: [{ name: 'Feed' }] }, 'Feed'], [{ author: { name: 'Own' } }, { authors: [{ name: 'Feed' }] }, 'Own'],
    [{ authors: [], author: { name: 'Own' } }, {}, 'Own'], [{ authors: [{ url: 'x' }], author: { name: 'Own' } }, {}, 'Own'], [{ authors: [{ name: 'A' }, { name: 'B' }, { name: 'a' }, { name: 'C' }, { name: 'D' }] }, {}, 'A, B, C'],
    [{ authors: ['A', 'B'] }, {}, 'A, B'], [{ authors: { name: 'A' } }, {}, 'A'], [{ author: 'A' }, {}, 'A'], [{ author: { name: 'a@b.example' } }, {}, undefined],
  ])('%j of %j is by %s', async (item, more, author) => expect((await feed({ id: '1', title: 'a', ...item }, more))[0]!.author).toBe(author));
  it.each([[1_600_000_000, '2020-09-13T12:26:40.000Z'], [1_600_000_000_000, '2020-09-13T12:26:40.000Z'], ['2020-09-13T14:26:40+02:00', '2020-09-13T12:26:40.000Z'], [-1, undefined], [1e300, undefined], ['soon', undefined]])('dated %j', async (date, iso) =>
    expect((await feed({ id: '1', title: 'a', date_published: date }))[0]!.published).toBe(iso));
  it.each([
    [{ url: '/p', external_url: 'https://o.example/', id: 'https://s.example/id' }, 'https://s.example/p'], [{ external_url: 'https://o.example/', id: 'https://s.example/id' }, 'https://s.example/id'],
    [{ external_url: 'https://o.example/', id: '1' }, 'https://o.example/'], [{ id: 1 }, undefined],
  ])('%j leads to %s', async (item, url) => expect((await feed({ title: 'a', ...item }))[0]!.url).toBe(url));
});

it.each([
  ['a trailing comma before a comment', `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"x", // why\n}, /* no more */\n],"pad":"${'x'.repeat(40_000)}"}`],
  ['brackets in a comment before it', '/* made by {tool} [1] */ {"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"x",}]}'],
])('reads %s', async (_, text) => {
  const parsed = await parseFeed({ body: Buffer.from(text), contentType: undefined, url: 'https://s.example/feed.json' });
  expect(parsed).toMatchObject({ kind: 'feed', items: [{ title: 'x' }] });
});
