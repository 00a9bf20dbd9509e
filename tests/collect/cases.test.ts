import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../functions/collect/parse.ts';

/** tests/cases/feeds/<case>/: feed.* as it came, expected.json as it is read (ids left out: they are hashes). */
const root = fileURLToPath(new URL('../cases/feeds/', import.meta.url));

describe('recorded feeds', () => {
  it.each(readdirSync(root))('%s', async (name) => {
    const file = readdirSync(root + name).find((each) => each.startsWith('feed.'))!;
    const parsed = await parseFeed({ body: readFileSync(`${root}${name}/${file}`), contentType: undefined, url: `https://feeds.example.com/dir/${file}` });
    if (parsed.kind !== 'feed') throw new Error(parsed.detail);
    const read = { ...parsed, items: parsed.items.map(({ id: _, identity: __, ...item }) => item) };
    expect(read).toEqual(JSON.parse(readFileSync(`${root}${name}/expected.json`, 'utf8')));
    expect(new Set(parsed.items.map(({ id }) => id)).size).toBe(parsed.items.length);
    for (const { id } of parsed.items) expect(id).toMatch(/^[0-9a-f]{24}$/);
  });
});
