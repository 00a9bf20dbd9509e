import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressesOf } from '../../cli/feeds/addresses.ts';
import { parseNewsletter, withFeeds, withoutFeed } from '../../cli/feeds/newsletter.ts';
import { updateNewsletter } from '../../cli/feeds/newsletter-file.ts';
import { parseConfigText } from '../../functions/config-file.ts';
import { temporaryFolder } from '../fixtures.ts';
import { feeds } from './in-process.ts';
import { dawnpost } from './process.ts';

const head = `# The newsletter.
name:   "The  Brief"      # odd spacing
from: The Brief <digest@example.com>
postalAddress: >-
  1 Example Road,
  London
`;
const plain = `${head}sections:
  - title: World
    feeds:
      - url: https://world.example/feed
        name: World
`;
const x = { section: 'World', url: 'https://x.example/feed', name: 'X' };

/** Ways to write the same sections, World (two feeds) and Science (one). */
const shapes: Record<string, string> = {
  block: `${head}
sections:
  # What happens.
  - title: World   # first
    feeds:
      # The paper of record.
      - url: 'https://a.example/feed'
        name:    A   # trailing
        # deeper: belongs to A
      - url: https://b.example/feed
        maxStories: 3

      # - url: https://off.example/feed

  - title: Science
    feeds:
      - url: https://c.example/feed


# The end.
schedule: {at:   "06:00"}
`,
  'not indented': `${head}sections:
- title: World
  feeds:
  - url: https://a.example/feed
    name: A
  - url: https://b.example/feed
- title: Science
  feeds:
  - url: https://c.example/feed
`,
  'wide dashes': `${head}sections:
    -   title: World
        feeds:
            -   url: "https://a.example/feed"
                name: "A"
            -   url: "https://b.example/feed"
    -   title: Science
        feeds:
            -   url: "https://c.example/feed"
`,
  'dashes alone': `${head}sections:
  -
    title: World
    feeds:
      -
        url: https://a.example/feed
      -
        url: https://b.example/feed
        include:
          - one
          - two
  -
    title: Science
    feeds:
      -
        url: https://c.example/feed
`,
  'flow feeds': `${head}sections:
  - title: World
    feeds:
      - {url: https://a.example/feed, name: A}
      - { url: https://b.example/feed, exclude: [x, "y"] } # two
  - title: Science
    feeds: [{url: https://c.example/feed}] # one
`,
  'flow lists': `${head}sections:
  - title: World
    feeds: [
      {url: https://a.example/feed, name: A}, # one
      {url: https://b.example/feed}  # two
    ]
  - {title: Science, feeds: [ { url: https://c.example/feed }, ]}
schedule:
  at: "07:00"
`,
  'trailing commas': `${head}sections: [
  {title: World, feeds: [
    {url: https://a.example/feed},
    {url: https://b.example/feed},
  ]},
  {title: Science, feeds: [{url: https://c.example/feed},]},
]
`,
  'feeds before title': `${head}sections:
- feeds:
  - name: A
    url: https://a.example/feed
  - url: https://b.example/feed
  title: World
- feeds:
  - url: https://c.example/feed
  title: Science
`,
  json: JSON.stringify({ name: 'B', from: 'd@example.com', postalAddress: 'x', sections: [
    { title: 'World', feeds: [{ url: 'https://a.example/feed', name: 'A' }, { url: 'https://b.example/feed' }] },
    { title: 'Science', feeds: [{ url: 'https://c.example/feed' }] },
  ] }, null, 2),
  'json on one line': JSON.stringify({ name: 'B', from: 'd@example.com', postalAddress: 'x', sections: [
    { title: 'World', feeds: [{ url: 'https://a.example/feed' }, { url: 'https://b.example/feed' }] },
    { title: 'Science', feeds: [{ url: 'https://c.example/feed' }] },
  ] }),
};
const all = Object.entries(shapes).flatMap(([name, text]) => [
  [name, text],
  [`${name}, CRLF`, text.replaceAll('\n', '\r\n')],
  [`${name}, no line end at its end`, text.trimEnd()],
  [`${name}, byte order mark`, `\uFEFF${text}`],
] as [string, string][]);

const urls = (text: string): string[] => parseNewsletter(text, 'f').feeds.map(({ section, url }) => `${section} ${url.slice(8, 9)}`);

/** Lines of `after` that `before` does not have, and the other way round; both in order, line ends and all. */
function difference(before: string, after: string): { added: string[]; removed: string[] } {
  const [old, now] = [before.split(/(?<=\n)/), after.split(/(?<=\n)/)];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  return { added: now.slice(start, now.length - end), removed: old.slice(start, old.length - end) };
}

describe('the text of newsletter.yaml', () => {
  it.each(all)('%s: a feed goes to the end of its section, and nothing else changes', (name, text) => {
    const after = withFeeds(parseNewsletter(text, 'f'), [x]).source;
    expect(urls(after)).toEqual(['World a', 'World b', 'World x', 'Science c']);
    const { added, removed } = difference(text, after);
    expect(added.length).toBeLessThanOrEqual(4);
    // Only flow style needs more than new lines: a comma after the last item.
    if (!/flow|comma|json/.test(name)) expect(removed).toEqual([]);
    else expect(removed.length).toBeLessThanOrEqual(1);
    if (name.includes('CRLF')) expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it.each(all)('%s: a new section goes to the end of the list', (_, text) => {
    const newsletter = withFeeds(parseNewsletter(text, 'f'), [{ ...x, section: 'Sport: all' }, { ...x, section: 'sport: ALL', url: 'https://y.example/' }]);
    expect(urls(newsletter.source)).toEqual(['World a', 'World b', 'Science c', 'Sport: all x', 'Sport: all y']);
    expect(difference(text, newsletter.source).removed.length).toBeLessThanOrEqual(/flow|comma|json|no line end/.test(_) ? 1 : 0);
  });

  it.each(all)('%s: what was added and is removed leaves the file as it was', (name, text) => {
    const added = withFeeds(parseNewsletter(text, 'f'), [x]);
    const back = withoutFeed(added, x.url).source;
    // A comma that flow style needed stays where the list has its items on lines of their own.
    if (/flow|json|comma/.test(name)) expect(urls(back)).toEqual(urls(text));
    else expect(back).toBe(text);
  });

  it.each(all)('%s: each feed comes out alone, and the last of a section with it', (_, text) => {
    const before = parseNewsletter(text, 'f');
    expect(urls(withoutFeed(before, 'https://a.example/feed').source)).toEqual(['World b', 'Science c']);
    expect(urls(withoutFeed(before, 'https://b.example/feed').source)).toEqual(['World a', 'Science c']);
    const without = withoutFeed(before, 'https://c.example/feed');
    expect(without.sections).toEqual(['World']);
    expect(withoutFeed(withoutFeed(before, 'https://a.example/feed'), 'https://b.example/feed').sections).toEqual(['Science']);
  });

  it('writes as the lines around it: indentation, quotes, blank lines between sections', () => {
    const block = withFeeds(parseNewsletter(shapes['block']!, 'f'), [x, { ...x, section: 'Sport', url: 'https://y.example/' }]).source;
    expect(block).toContain("        maxStories: 3\n      - url: https://x.example/feed\n        name: X\n\n      # - url: https://off");
    expect(block).toContain('      - url: https://c.example/feed\n\n  - title: Sport\n    feeds:\n      - url: https://y.example/\n        name: X\n\n\n# The end.');
    const wide = withFeeds(parseNewsletter(shapes['wide dashes']!, 'f'), [{ ...x, section: 'Sport' }]).source;
    expect(wide).toContain('    -   title: "Sport"\n        feeds:\n            -   url: "https://x.example/feed"\n                name: "X"\n');
    expect(withFeeds(parseNewsletter(shapes['flow lists']!, 'f'), [x]).source).toContain('{url: https://b.example/feed},  # two\n      {url: https://x.example/feed, name: X}\n    ]');
    expect(JSON.parse(withFeeds(parseNewsletter(shapes['json']!, 'f'), [x]).source)).toMatchObject({ sections: [{ feeds: [{}, {}, { url: x.url }] }, {}] });
  });

  it('keeps every comment when a feed goes, but for those of the feed itself', () => {
    const text = withoutFeed(parseNewsletter(shapes['block']!, 'f'), 'https://a.example/feed').source;
    expect(difference(shapes['block']!, text)).toEqual({ added: [], removed: [
      "      - url: 'https://a.example/feed'\n", '        name:    A   # trailing\n', '        # deeper: belongs to A\n',
    ] });
  });

  it.each(['yes', 'null', '1.0', '# x', 'a: b', '- x', '@x', 'a #b', '😀', "it's", '"q"', '-', '---', '...', '%x', '07:00', '[x', '{x', '!x', '&x', '*x', '|', '>', 'a, b]', 'אבג', '\\n', 'x'.repeat(200)])(
    'a name that YAML could misread: %s', (name) => {
      for (const text of [plain, shapes['flow lists']!, shapes['json']!]) {
        const feeds = withFeeds(parseNewsletter(text, 'f'), [{ ...x, name }]).feeds;
        expect(feeds.find(({ url }) => url === x.url)!.name).toBe(name);
      }
    });

  it.each([
    ['no sections', head],
    ['an empty key', `${head}sections:\n# - title: World\nlocale: en\n`],
    ['an empty key at the end', `${head}sections:`],
    ['an empty list', `${head}sections: [] # to come\nlocale: en\n`],
    ['null', `${head}sections: null\nlocale: en\n`],
    ['a section without feeds', `${head}sections:\n  - title: World\n`],
    ['a section with an empty list', `${head}sections:\n  - title: World\n    feeds: []\nlocale: en\n`],
    ['a section with an empty key', `${head}sections:\n  - title: World\n    feeds:\n`],
    ['JSON without sections', '{"name": "B", "from": "d@example.com", "postalAddress": "x"}'],
    ['JSON with an empty list', '{"name": "B", "from": "d@example.com", "postalAddress": "x", "sections": []}'],
  ])('a newsletter that has no feeds yet takes the first: %s', (_, text) => {
    for (const source of [text, text.replaceAll('\n', '\r\n'), text.trimEnd()]) {
      const before = parseNewsletter(source, 'f');
      expect(before.feeds).toEqual([]);
      const after = withFeeds(before, [x]).source;
      expect(urls(after)).toEqual(['World x']);
      expect(parseConfigText(after, 'f').kind).toBe('config');
      for (const comment of source.match(/#.*/g) ?? []) expect(after).toContain(comment);
    }
  });

  it('refuses what it can not edit, and says so', () => {
    const aliased = `${head}sections:\n  - title: World\n    feeds:\n      - url: https://a.example/\n        exclude: &words [x]\n      - url: https://b.example/\n        exclude: *words\n`;
    expect(urls(withFeeds(parseNewsletter(aliased, 'f'), [x]).source)).toEqual(['World a', 'World b', 'World x']);
    expect(() => withoutFeed(parseNewsletter(aliased, 'f'), 'https://a.example/')).toThrow(/could not be edited: .* by hand/s);
    expect(() => parseNewsletter(`${head}sections:\n  - title: World\n    feeds: {}\n`, 'f.yaml')).toThrow(/^f\.yaml:9:5: sections\[0\]\.feeds/);
    expect(() => parseNewsletter(`name: x\nsections: []\n`, 'f.yaml')).toThrow(/from is missing/);
  });

  it('takes 5,000 feeds at once', { timeout: 60_000 }, () => {
    const additions = Array.from({ length: 5000 }, (_, n) => ({ section: `Section ${n % 40}`, url: `https://s${n}.example/feed`, name: `Name ${n}` }));
    const after = withFeeds(parseNewsletter(plain, 'f'), additions);
    expect(after.feeds).toHaveLength(5001);
    expect(after.sections).toHaveLength(41);
  });
});

describe('the file', () => {
  const write = (text: string, name = 'newsletter.yaml'): string => {
    const file = join(temporaryFolder(), name);
    writeFileSync(file, text);
    return file;
  };

  it('keeps its mode, and a link to it stays a link', async () => {
    const file = write(plain);
    chmodSync(file, 0o640);
    const link = join(temporaryFolder(), 'link.yaml');
    symlinkSync(file, link);
    await updateNewsletter(link, (newsletter) => ({ newsletter: withFeeds(newsletter, [x]) }));
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(urls(readFileSync(file, 'utf8'))).toEqual(['World w', 'World x']);
    expect(readdirSync(join(file, '..'))).toEqual(['newsletter.yaml']);
  });

  it('loses nothing to a second command at the same time', async () => {
    const file = write(plain);
    await Promise.all(Array.from({ length: 10 }, (_, n) => updateNewsletter(file, (newsletter) => ({ newsletter: withFeeds(newsletter, [{ section: 'World', url: `https://${n}.example/` }]) }))));
    expect(parseNewsletter(readFileSync(file, 'utf8'), file).feeds).toHaveLength(11);
  });

  it('is left as it was where the change throws', async () => {
    const file = write(plain);
    await expect(updateNewsletter(file, () => { throw new Error('no'); })).rejects.toThrow('no');
    expect(readFileSync(file, 'utf8')).toBe(plain);
  });

  it('is not rewritten where it is not UTF-8', async () => {
    const file = join(temporaryFolder(), 'n.yaml');
    const latin = Buffer.from(plain.replace('The Brief', 'Grüße'), 'latin1');
    writeFileSync(file, latin);
    const ended = await feeds(file, 'remove', 'https://world.example/feed');
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('save it as UTF-8') as string });
    expect(readFileSync(file).equals(latin)).toBe(true);
  });
});

describe('addresses of the command line', () => {
  it.each([
    ['https://example.org/x#y', ['https://example.org/x']],
    ['example.org', ['https://example.org/', 'http://example.org/']],
    ['example.org:8080/x', ['https://example.org:8080/x', 'http://example.org:8080/x']],
    ['feed://example.org/x', ['https://example.org/x', 'http://example.org/x']],
    ['feed:https://example.org/x', ['https://example.org/x']],
    ['  HTTP://Example.ORG ', ['http://example.org/']],
  ])('%s', (given, expected) => expect(addressesOf(given)).toEqual(expected));

  it.each(['mailto:a@example.org', 'ftp://example.org/', 'two words', ''])('refuses %j', (given) => {
    expect(() => addressesOf(given)).toThrow(/is no http or https address/);
  });
});

describe('dawnpost feeds', () => {
  it('as a process makes no data folder', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'newsletter.yaml'), shapes['block']!);
    expect(await dawnpost('feeds', 'list', '--config', join(dir, 'newsletter.yaml'), '--data', join(dir, 'data'))).toEqual({ code: 0, stderr: '', stdout: [
      'World    A          https://a.example/feed', 'World    b.example  https://b.example/feed', 'Science  c.example  https://c.example/feed', '',
    ].join('\n') });
    expect(existsSync(join(dir, 'data'))).toBe(false);
  });

  it('lists and removes', async () => {
    const file = join(temporaryFolder(), 'newsletter.yaml');
    writeFileSync(file, shapes['block']!);
    const json = JSON.parse((await feeds(file, 'list', '--json')).stdout) as { feeds: unknown[] };
    expect(json.feeds[0]).toEqual({ section: 'World', name: 'A', url: 'https://a.example/feed', line: 13 });
    expect(await feeds(file, 'remove', 'c.example/feed')).toMatchObject({ code: 0, stdout: expect.stringContaining('and the section') as string });
    expect(await feeds(file, 'remove', 'https://c.example/feed')).toMatchObject({ code: 1, stderr: expect.stringContaining('`dawnpost feeds list`') as string });
    expect(await feeds(file, 'remove', 'https://a.example/wrong')).toMatchObject({ code: 1, stderr: expect.stringMatching(/of its host there are:\n {2}https:\/\/a\.example\/feed {2}A\n$/) as string });
    await feeds(file, 'remove', 'https://a.example/feed');
    expect(await feeds(file, 'remove', 'https://b.example/feed')).toMatchObject({ code: 1, stderr: expect.stringContaining('is the only feed') as string });
  });

  it('says what is wrong with the file, and where', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'n.yaml'), 'name: x\n  y: [');
    expect(await feeds(join(dir, 'n.yaml'), 'list')).toMatchObject({ code: 2, stderr: expect.stringContaining('n.yaml:') as string });
    writeFileSync(join(dir, 'n.yaml'), 'name: *x\n');
    expect(await feeds(join(dir, 'n.yaml'), 'list')).toMatchObject({ code: 2, stderr: expect.stringContaining('n.yaml: not YAML: Unresolved alias') as string });
    expect(await feeds(join(dir, 'gone.yaml'), 'list')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such file') as string });
    mkdirSync(join(dir, 'folder.yaml'));
    expect(await feeds(join(dir, 'folder.yaml'), 'list')).toMatchObject({ code: 2, stderr: expect.stringContaining('EISDIR') as string });
    writeFileSync(join(dir, 'new.yaml'), head);
    expect(await feeds(join(dir, 'new.yaml'), 'list')).toEqual({ code: 0, stdout: '', stderr: 'no feeds yet; add one with `dawnpost feeds add URL`\n' });
  });
});
