import { readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { importedUrl } from '../../cli/feeds/addresses.ts';
import { readOpml, writeOpml } from '../../cli/feeds/opml.ts';
import { loadConfig } from '../../functions/config-file.ts';
import { temporaryFolder } from '../fixtures.ts';
import { feeds } from './in-process.ts';

const wrap = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"><head><title>t</title></head><body>${body}</body></opml>`;
const one = '<outline type="rss" text="Ä" xmlUrl="https://a.example/"/>';
const read = (text: string | Buffer) => {
  const list = readOpml(typeof text === 'string' ? Buffer.from(text) : text);
  return list.kind === 'list' ? list.feeds : list.detail;
};

describe('OPML as programs write it', () => {
  it.each([
    ['as it should be', wrap(one)],
    ['a byte order mark', `\uFEFF${wrap(one)}`],
    ['upper case', wrap(one).replace(/<\/?[a-z]+|xmlUrl/gi, (name) => name.toUpperCase())],
    ['no head', `<opml>${'<body>'}${one}</body></opml>`],
    ['no body', `<opml version="1.0">${one}</opml>`],
    ['junk before and after', `<br />\nWarning: mysql_connect() < 1 & more\n${wrap(one)}\n<script>x</script>`],
    ['cut off', wrap(one + one).slice(0, wrap(one).indexOf('/>') + 12)],
    ['ends missing', wrap(one).replace('/>', '>')],
    ['a comment', wrap(`<!-- <outline xmlUrl="https://b.example/"/> -->${one}`)],
    ['a document type', `<!DOCTYPE opml SYSTEM "x">${wrap(one).slice(39)}`],
    ['control characters', wrap(`\u0000\u0007${one.replace('Ä', 'Ä\u0001')}`)],
    ['line breaks in values', wrap(one.replace('Ä', '\n  Ä\n').replace('https', '\n https'))],
    ['title without text', wrap(one.replace('text=', 'title='))],
    ['empty text', wrap(one.replace('text=', 'text="" title='))],
    ['url for xmlUrl', wrap(one.replace('xmlUrl', 'url'))],
    ['windows-1252', iconv.encode(wrap(one).replace('UTF-8', 'windows-1252'), 'windows-1252')],
    ['windows-1252 that says UTF-8', iconv.encode(wrap(one), 'windows-1252')],
    ['UTF-16', iconv.encode(wrap(one).replace('UTF-8', 'UTF-16'), 'utf-16le', { addBOM: true })],
  ])('%s', (_, text) => expect(read(text)).toEqual([{ url: expect.stringMatching(/^\s*https:\/\/a\.example\/$/) as string, name: 'Ä' }]));

  it('reads what XML forbids: bare ampersands and angles, unknown references', () => {
    expect(read(wrap('<outline text="R&D <now> AT&amp;T &eacute; &#8217; &nope;" xmlUrl="https://a.example/?x=1&y=2&amp;z=3"/>'))).toEqual([
      { url: 'https://a.example/?x=1&y=2&z=3', name: 'R&D <now> AT&T é ’ &nope;' },
    ]);
  });

  it('tells quotes within a value from its end', () => {
    expect(read(wrap(`<outline text="The "Best" of" xmlUrl="https://a.example/"/><outline text='It's 'so'' xmlUrl='https://b.example/'/>${one}`))).toEqual([
      { url: 'https://a.example/', name: 'The "Best" of' }, { url: 'https://b.example/', name: "It's 'so'" }, { url: 'https://a.example/', name: 'Ä' },
    ]);
  });

  it('takes the innermost folder that has a name; a category only outside of folders', () => {
    const body = `<outline text="News"><outline text="World" category="/x">${one}</outline><outline text=""><outline text="B" xmlUrl="https://b.example/"/></outline></outline>
      <outline text="C" xmlUrl="https://c.example/" category="/Sport/Tennis,/Local"/><outline text="https://d.example/" xmlUrl="https://d.example/"/>
      <outline text="E" xmlUrl="https://e.example/"><outline text="F" xmlUrl="https://f.example/"/></outline><outline text="no" isComment="true"><outline text="G" xmlUrl="https://g.example/"/></outline>`;
    expect(read(wrap(body))).toEqual([
      { url: 'https://a.example/', name: 'Ä', folder: 'World' },
      { url: 'https://b.example/', name: 'B', folder: 'News' },
      { url: 'https://c.example/', name: 'C', category: 'Tennis' },
      { url: 'https://d.example/' },
      { url: 'https://e.example/', name: 'E' },
      { url: 'https://f.example/', name: 'F' },
    ]);
  });

  it('counts what is no feed', () => {
    const body = `${one}<outline text="L" type="link" url="https://l.example/"/><outline text="Empty folder"/><outline text="Episode" type="podcast-episode" url="https://e.example/"/>`;
    expect(readOpml(Buffer.from(wrap(body)))).toMatchObject({ kind: 'list', links: 2, feeds: [{}] });
  });

  it.each([['', 'it is empty'], ['{"a": 1}', 'it looks like JSON'], ['<rss version="2.0"/>', 'it is a feed itself'], ['<!doctype html><html>', 'it is an HTML page'], ['hello', 'it has no <opml> element']])(
    'says what %j is', (text, expected) => expect(read(text)).toContain(expected));

  it('is not brought down by a hostile list', { timeout: 60_000 }, () => {
    for (const body of ['<outline text="x">'.repeat(100_000), `<!DOCTYPE opml [${'<!ENTITY a "b">'.repeat(1000)}]>`, '<'.repeat(500_000), `${'<outline text="'.repeat(50_000)}`, '&amp;'.repeat(200_000), ' a="b'.repeat(200_000), `<outline text="${'" '.repeat(200_000)}`, ' a = '.repeat(200_000)]) expect(readOpml(Buffer.from(wrap(body))).kind).toMatch(/./);
  });
});

describe('addresses of a list', () => {
  it.each([
    ['https://Example.org', 'https://example.org/'], ['feed://example.org/x', 'http://example.org/x'], ['feed:https://example.org/x', 'https://example.org/x'],
    ['feed://https://example.org/x', 'https://example.org/x'], [' http://example.org/ä ', 'http://example.org/%C3%A4'],
    ['mailto:a@example.org', undefined], ['/relative', undefined], ['', undefined], ['https://u:p@example.org/', undefined], [`https://example.org/${'x'.repeat(2000)}`, undefined],
  ])('%s', (written, expected) => expect(importedUrl(written)).toBe(expected));
});

const head = 'name: B & "C" 😀\nfrom: d@example.com\npostalAddress: x\n';
const sections = 'sections:\n  - title: World news\n    feeds:\n      - url: https://world.example/feed\n';
const write = (text: string, name = 'newsletter.yaml'): string => {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
};
const contents = (file: string) => {
  const loaded = loadConfig(file);
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config.sections.map(({ title, feeds: held }) => ({ title, feeds: held.map(({ name, url }) => ({ name, url })) }));
};

describe('dawnpost feeds import', () => {
  const list = wrap(`<outline text="WORLD News"><outline text="A" xmlUrl="https://a.example/"/><outline text="W" xmlUrl="https://WORLD.example/feed"/></outline>
    <outline text="Sport"><outline text="B" xmlUrl="feed://b.example/"/><outline text="A again" xmlUrl="https://a.example"/></outline><outline text="sport "><outline text="C" xmlUrl="https://c.example/"/></outline>
    <outline text="Bad" xmlUrl="javascript:1"/><outline text="Loose" xmlUrl="https://loose.example/"/><outline text="Page" type="link" url="https://l.example/"/>`);

  it('adds what is new, by folder, and says of every other feed why not', async () => {
    const file = write(head + sections);
    expect(await feeds(file, 'import', write(list, 'list.opml'))).toEqual({ code: 0, stderr: '', stdout: `added 4 feeds to ${file}
  World news  1 feed
  Sport       2 feeds, a new section
  Feeds       1 feed, a new section
left out 3 feeds
  https://world.example/feed is in the newsletter already: ${file}:7, section “World news”
  https://a.example/ is in the list twice; kept in section “World news”
  javascript:1 is no http or https address of at most 2000 characters, without user name and password
passed over 1 link without the address of a feed
no feed was asked yet: \`dawnpost check\` asks each once and says which are dead
` });
    expect(readFileSync(file, 'utf8')).toBe(`${head}${sections}      - url: https://a.example/\n        name: A
  - title: Sport\n    feeds:\n      - url: http://b.example/\n        name: B\n      - url: https://c.example/\n        name: C
  - title: Feeds\n    feeds:\n      - url: https://loose.example/\n        name: Loose\n`);
    expect(await feeds(file, 'import', write(list, 'list.opml'))).toMatchObject({ code: 0, stdout: expect.stringMatching(/^nothing new in the list\nleft out 7 feeds\n/) as string });
  });

  it('--section takes the loose ones; --dry-run writes nothing; --json tells all', async () => {
    const file = write(head + sections);
    const dry = await feeds(file, 'import', write(list, 'list.opml'), '--section', 'world NEWS', '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).toMatchObject({
      dryRun: true, links: 1, added: [{ section: 'World news', url: 'https://a.example/', name: 'A' }, { section: 'Sport' }, { section: 'Sport' }, { section: 'World news', name: 'Loose' }],
      leftOut: [{ reason: 'in-newsletter' }, { reason: 'twice' }, { reason: 'bad-url' }],
    });
    expect(readFileSync(file, 'utf8')).toBe(head + sections);
  });

  it('fails where nothing can be taken, and says why', async () => {
    const file = write(head + sections);
    expect(await feeds(file, 'import', write(wrap('<outline text="x" xmlUrl="mailto:x"/>'), 'bad.opml'))).toMatchObject({ code: 1, stdout: expect.stringContaining('nothing new') as string });
    expect(await feeds(file, 'import', write('<rss/>', 'x.xml'))).toMatchObject({ code: 1, stderr: expect.stringContaining('it is a feed itself') as string });
    expect(await feeds(file, 'import', write(wrap(''), 'empty.opml'))).toMatchObject({ code: 1, stderr: expect.stringContaining('no feeds in it') as string });
    expect(await feeds(file, 'import', '/nowhere/x.opml')).toMatchObject({ code: 1, stderr: "/nowhere/x.opml: can't be read: there is no such file\n" });
    expect(await feeds(file, 'import', temporaryFolder())).toMatchObject({ code: 1, stderr: expect.stringContaining('it is a folder') as string });
    expect(await feeds(write('name: x\n'), 'import', write(list, 'list.opml'))).toMatchObject({ code: 2 });
    expect(readFileSync(file, 'utf8')).toBe(head + sections);
  });

  it('reads stdin, as a process, 5,000 feeds in seconds', async () => {
    const file = write(head);
    const body = Array.from({ length: 50 }, (_, folder) => `<outline text="Folder ${folder} &amp; more">${Array.from({ length: 100 }, (__, n) => `<outline text="Feed ${n}" xmlUrl="https://f${folder}.example/${n}?a=1&amp;b=2"/>`).join('\n')}</outline>`).join('\n');
    const child = spawn(process.execPath, [fileURLToPath(new URL('../../cli/dawnpost.js', import.meta.url)), 'feeds', 'import', '-', '--config', file], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(wrap(body));
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(stdout).toContain('added 5000 feeds');
    expect(contents(file)).toHaveLength(50);
  });
});

describe('dawnpost feeds export', () => {
  const rich = `${head}sections:
  - title: Tom & "Jerry" <b> 😀
    feeds:
      - url: https://a.example/?a=1&b=2&amp;c='"%22
        name: "AT&T &amp; 'Co' <x> ]]> \\" 👩‍👩‍👧"
      - url: https://www.b.example/
  - title: חדשות
    feeds:
      - url: https://xn--4dbrk0ce.example/א
        name: "שלום, עולם: 1"
      - {url: "http://c.example:8080/feed", name: "007", exclude: [x]}
`;

  it('and import again give the same sections, names and addresses', async () => {
    const from = write(rich);
    const opml = join(temporaryFolder(), 'out.opml');
    expect(await feeds(from, 'export', opml)).toEqual({ code: 0, stderr: '', stdout: `wrote 4 feeds in 2 sections to ${opml}\n` });
    const into = write(head);
    expect(await feeds(into, 'import', opml)).toMatchObject({ code: 0 });
    expect(contents(into)).toEqual(contents(from));
    const printed = await feeds(from, 'export');
    expect(printed.stdout.replace(/<dateCreated>.*/, '')).toBe(readFileSync(opml, 'utf8').replace(/<dateCreated>.*/, ''));
  });

  it('is OPML 2.0, a folder for each section', () => {
    expect(writeOpml('N & M', new Date('2026-03-02T07:00:00Z'), [{ title: 'S', feeds: [{ name: 'A "1"', url: 'https://a.example/?x&y' }] }])).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="utf-8"?>
      <opml version="2.0">
        <head>
          <title>
            <![CDATA[N & M]]>
          </title>
          <dateCreated>Mon, 02 Mar 2026 07:00:00 GMT</dateCreated>
        </head>
        <body>
          <outline text="S" title="S">
            <outline text="A &quot;1&quot;" type="rss" xmlUrl="https://a.example/?x&amp;y" title="A &quot;1&quot;"/>
          </outline>
        </body>
      </opml>
      "
    `);
    expect(readOpml(Buffer.from(writeOpml('Empty', new Date(0), [])))).toEqual({ kind: 'list', feeds: [], links: 0 });
  });

  it('does not write over the newsletter, and says where it can not write', async () => {
    const file = write(rich);
    expect(await feeds(file, 'export', file)).toMatchObject({ code: 2, stderr: expect.stringContaining('is the newsletter itself') as string });
    expect(await feeds(file, 'export', '/nowhere/x.opml')).toMatchObject({ code: 1, stderr: expect.stringContaining("can't be written (ENOENT)") as string });
    expect(readFileSync(file, 'utf8')).toBe(rich);
  });
});
