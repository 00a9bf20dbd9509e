import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { initCommand } from '../../cli/commands/init.ts';
import { explain } from '../../cli/failure.ts';
import { newText } from '../../cli/init/document.ts';
import { type Draft, isExampleDomain, sender } from '../../cli/init/draft.ts';
import { judge } from '../../cli/init/existing.ts';
import { FeedList } from '../../cli/init/feed-list.ts';
import { localeOf } from '../../cli/init/questions.ts';
import { loadConfig } from '../../functions/config-file.ts';
import type { Config } from '../../functions/config.ts';
import { parseMailbox } from '../../functions/model/address.ts';
import { temporaryFolder } from '../fixtures.ts';
import type { Ended } from './process.ts';

const bin = fileURLToPath(new URL('../../cli/dawnpost.js', import.meta.url));
const sample = fileURLToPath(new URL('../../newsletter.yaml', import.meta.url));

const rss = (title: string): string => `<rss version="2.0"><channel><title>${title}</title><link>http://x.test/</link><item><title>One</title><link>http://x.test/1</link></item></channel></rss>`;
const server = createServer((request, response) => {
  const pages: Record<string, string> = {
    '/harbour': rss('Harbour &amp; Quay: "all"'),
    '/hostile': rss('x&#10;from: evil@evil.test&#13;&#x202E; # : - *a &amp;b'),
    '/site': '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/harbour"></head></html>',
    '/bare': '<!doctype html><html><body>nothing</body></html>',
  };
  const body = pages[request.url ?? ''];
  response.writeHead(request.url === '/busy' ? 503 : body === undefined ? 404 : 200, { 'Content-Type': body?.startsWith('<rss') ? 'application/rss+xml' : 'text/html' });
  response.end(body);
});
/** Where nobody listens. */
const nowhere = 'http://127.0.0.1:1';
let base = '';
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => [['LC_ALL', ''], ['LC_MESSAGES', ''], ['LANG', 'C.UTF-8'], ['TZ', 'UTC']].forEach(([name, value]) => vi.stubEnv(name!, value)));
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => server.close().closeAllConnections());

/** Runs `dawnpost init` in a folder, within this process: one of its own takes seconds to start. */
async function init(dir: string, args: readonly string[]): Promise<Ended> {
  const out = { stdout: '', stderr: '' };
  const taking = (['stdout', 'stderr'] as const).map((name) => vi.spyOn(process[name], 'write').mockImplementation((text) => Boolean((out[name] += String(text)))));
  let code = 0;
  const program = new Command().option('--config <file>', '', join(dir, 'newsletter.yaml')).option('--stack <name>').option('--allow-private', '', false).option('--json', '', false).exitOverride();
  initCommand(program, (given) => (code = given));
  try {
    await program.parseAsync(['node', 'dawnpost', 'init', ...args]);
  } catch (error) {
    code = error instanceof CommanderError ? 2 : explain(error);
  } finally {
    taking.forEach((spy) => spy.mockRestore());
  }
  return { code, ...out };
}

/** As a process, that nobody can be asked by. */
function asProcess(dir: string, args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [bin, 'init', ...args], { cwd: dir, env: { ...process.env, ...env }, stdio: 'pipe' });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve({ code, ...out })));
}

const least = ['--name', 'The Harbour Brief', '--from', 'digest@harbour.test', '--postal-address', '1 Quay, Port Ellery'];
const outline = (url: string, text = 'A'): string => `<outline text="${text}" type="rss" xmlUrl="${url}"/>`;
const opml = (body: string): string => `<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>${body}</body></opml>`;

function read(dir: string, file = 'newsletter.yaml'): Config {
  const loaded = loadConfig(join(dir, file));
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}
const feedsIn = ({ sections }: Config): string[] => sections.flatMap(({ title, feeds }) => feeds.map(({ name, url }) => `${title} | ${name} | ${url}`));

describe('dawnpost init, by options', () => {
  it('writes what was asked for, with all options', async () => {
    const dir = temporaryFolder();
    const ended = await asProcess(dir, [
      '--name', ' The Harbour: Brief # 1 ', '--from', 'Harbour, the <digest@harbour.test>', '--postal-address', '1 Quay\nPort Ellery', '--locale', 'de-AT', '--timezone', 'Europe/Vienna', '--at', '6:30',
      '--alerts', 'a@harbour.test', 'b@harbour.test', '--feed', `${base}/site`, `${base}/hostile`, '--section', 'Today', '--zone', 'harbour.test=/hostedzone/Z0123456789', '--url', 'https://news.harbour.test', '--stack-name', 'Harbour', '--allow-private',
    ]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(read(dir)).toMatchObject({
      name: 'The Harbour: Brief # 1', from: { name: 'Harbour, the', address: 'digest@harbour.test' }, postalAddress: '1 Quay, Port Ellery', locale: 'de-AT', timezone: 'Europe/Vienna',
      schedule: { at: '06:30' }, alerts: ['a@harbour.test', 'b@harbour.test'], stack: 'Harbour', url: 'https://news.harbour.test', domain: { identity: 'new', zone: { name: 'harbour.test', id: 'Z0123456789' } },
    });
    expect(feedsIn(read(dir))).toEqual([`Today | Harbour & Quay: "all" | ${base}/harbour`, `Today | x from: evil@evil.test # : - *a &b | ${base}/hostile`]);
    expect(ended.stdout).toMatch(/^wrote newsletter\.yaml: 2 feeds in 1 section, out at 06:30 Europe\/Vienna\n/);
    for (const step of ['npx dawnpost check', 'npx dawnpost preview --open', 'npx dawnpost doctor', 'npx cdk bootstrap', 'npx cdk deploy']) expect(ended.stdout).toContain(`\n  ${step} `);
    expect(readdirSync(dir)).toEqual(['newsletter.yaml']);
  });

  it('leaves out what is the default, and takes the rest from the machine', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'feeds.opml'), opml(outline('https://a.test/feed')));
    expect((await init(dir, [...least, '--opml', join(dir, 'feeds.opml'), '--at', '07:00', '--stack-name', 'Dawnpost', '--url', ''])).code).toBe(0);
    expect(readFileSync(join(dir, 'newsletter.yaml'), 'utf8')).toBe([
      '# The newsletter. Every key is in docs/configure.md; what is not here has a default.', 'name: The Harbour Brief', 'from: The Harbour Brief <digest@harbour.test>',
      '# In the footer of every mail: anti-spam laws ask for it.', 'postalAddress: 1 Quay, Port Ellery', '',
      '# In the order of the mail. `npx dawnpost feeds add ADDRESS` adds to them.', 'sections:', '  - title: News', '    feeds:', '      - url: https://a.test/feed', '        name: A', '',
    ].join('\n'));
    await asProcess(dir, [...least, '--opml', 'feeds.opml', '--force', '--existing-identity', '--config', 'two.yaml'], '', { LANG: 'de_AT.UTF-8', TZ: 'Europe/Vienna' });
    expect(read(dir, 'two.yaml')).toMatchObject({ locale: 'de-AT', timezone: 'Europe/Vienna', domain: { identity: 'existing' } });
  });

  it('names all that is missing, and all that is wrong, at once', async () => {
    const dir = temporaryFolder();
    const nothing = await asProcess(dir, ['--yes']);
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    for (const option of ['--name', '--from', '--postal-address', '--opml FILE or --feed']) expect(nothing.stderr).toContain(`\n  ${option} `);
    expect(nothing.stderr).not.toMatch(/--(locale|at|alerts|section)\b/);

    const wrong = await init(dir, ['--name', '', '--from', 'd@example.com', '--at', '25:00', '--timezone', 'Mars', '--alerts', 'nope', '--url', 'ftp://x', '--zone', 'harbour.test', '--stack-name', '9', '--locale', '??', '--section', ' ', '--feed', 'x.test']);
    expect(wrong.code).toBe(2);
    for (const option of ['name', 'from', 'at', 'timezone', 'alerts', 'url', 'zone', 'stack-name', 'locale', 'section']) expect(wrong.stderr).toMatch(new RegExp(`^--${option}: .*write `, 'm'));
    expect(wrong.stderr).toContain('example.com is for examples and belongs to nobody');
    expect(wrong.stderr).toContain('\n  --postal-address TEXT');
    expect(await init(dir, [...least, '--feed', 'x.test', '--zone', 'other.test=Z0123'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^--zone: .*does not hold the sender/) as string });
    expect(await init(dir, [...least, '--feed', 'ftp://x'])).toMatchObject({ code: 2, stderr: expect.stringContaining('is no http or https address') as string });
    expect(await init(dir, [...least, '--feed', 'x.test', '--stack', 'Dawnpost'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--stack-name') as string });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('reports for programs', async () => {
    const dir = temporaryFolder();
    const { code, stdout } = await asProcess(dir, [...least, '--opml', '-', '--json', '--config', "it's.yaml"], opml(outline('https://a.test/feed') + outline('https://a.test/feed') + outline('ftp://b.test')));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      written: true, file: "it's.yaml", replaced: 'none', name: 'The Harbour Brief', feeds: 1, sections: [{ title: 'News', feeds: 1 }], unasked: [],
      leftOut: [{ url: 'https://a.test/feed', detail: 'is named twice' }, { url: 'ftp://b.test' }], notes: [expect.stringContaining('alerts')],
      next: ["npx dawnpost check --config 'it'\\''s.yaml'", expect.any(String), expect.any(String), expect.any(String), "npx cdk bootstrap -c config='it'\\''s.yaml'", "npx cdk deploy -c config='it'\\''s.yaml'"],
    });
  });
});

describe('the feeds of a new newsletter', () => {
  it('come from OPML in its order, folders as sections, and nobody is asked for them', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'f.opml'), opml(`<outline text="World">${outline(`${base}/404`, 'First')}${outline('https://b.test/', 'Second')}</outline>${outline('https://c.test/', 'Loose')}<outline text="Science">${outline('https://d.test/', 'Fourth')}</outline><outline text=" WORLD ">${outline('https://e.test/', 'Fifth')}</outline>`));
    expect((await init(dir, [...least, '--opml', join(dir, 'f.opml'), '--section', 'science'])).code).toBe(0);
    expect(feedsIn(read(dir))).toEqual([`World | First | ${base}/404`, 'World | Second | https://b.test/', 'World | Fifth | https://e.test/', 'science | Loose | https://c.test/', 'science | Fourth | https://d.test/']);
  });

  it.each([
    ['no OPML', 'just text', 'no list of feeds'],
    ['a feed', rss('x'), 'it is a feed itself'],
    ['no feeds', opml('<outline text="x" url="https://x.test/" type="link"/>'), 'no feeds in it'],
    ['feeds that no newsletter takes', opml(outline('ftp://x.test/')), 'no feed of the list can be taken: ftp://x.test/ is no http'],
    ['nothing at all', undefined, "can't be read: there is no such file"],
  ])('bad OPML writes nothing: %s', async (_, text, why) => {
    const dir = temporaryFolder();
    if (text !== undefined) writeFileSync(join(dir, 'f.opml'), text);
    expect(await init(dir, [...least, '--opml', join(dir, 'f.opml')])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(why) as string });
    expect(existsSync(join(dir, 'newsletter.yaml'))).toBe(false);
  });

  it('of which one can not be reached are written as they are given, and said to be', async () => {
    const dir = temporaryFolder();
    const ended = await init(dir, [...least, '--feed', `${nowhere}/x`, `${base}/busy`, `${base}/harbour`, `${base}/site`, '--allow-private']);
    expect(ended.code).toBe(0);
    expect(feedsIn(read(dir))).toEqual([`News | 127.0.0.1 | ${nowhere}/x`, `News | 127.0.0.1 | ${base}/busy`, `News | Harbour & Quay: "all" | ${base}/harbour`]);
    expect(ended.stdout).toMatch(/`dawnpost check` asks again\): 2 feeds\n {2}http:\/\/127\.0\.0\.1:1\/x: .*connection refused\n.*busy: HTTP 503/);
    expect(ended.stdout).toContain(`left out: 1 feed\n  ${base}/harbour is named twice`);
  });

  it('that are none are named, all of them, and nothing is written', async () => {
    const dir = temporaryFolder();
    const ended = await init(dir, [...least, '--feed', `${base}/gone`, `${base}/harbour`, `${base}/bare`, '--allow-private']);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/no feed at .*\/gone: HTTP 404.*\nno feed at .*\/bare: an HTML page/);
    expect(await init(dir, [...least, '--feed', `${base}/harbour`])).toMatchObject({ code: 1, stderr: expect.stringContaining('with --allow-private only') as string });
    expect(readdirSync(dir)).toEqual([]);
  });

  const nasty = ['yes', 'null', '~', '1.0', '# x', 'a: b', '- x', '@x', 'a #b', '"q', "'", '-', '---', '...', '%x', '07:00', '[x', '{x', '!x', '&x', '*x', '|', '>', '>-', '? x', 'אבג', '\\n', '<<', '=', '`x`', '2026-03-01', 'x'.repeat(200), '\u{1F600}', '{{title}}'];

  it('can not break the file by their titles, nor by those of their folders', async () => {
    const dir = temporaryFolder();
    const escaped = (text: string): string => text.replace(/[&<"]/g, (c) => `&#${c.charCodeAt(0)};`);
    writeFileSync(join(dir, 'f.opml'), opml([
      ...nasty.map((text, n) => `<outline text="${escaped(text)}">${outline(`https://n${n}.test/`, escaped(text))}</outline>`),
      `<outline text="a&#10;sections: []&#10;from: evil@evil.test&#x202E;">${outline('https://z.test/', 'b&#13;&#10;- url: https://evil.test&#0;&#x1b;[31m')}</outline>`,
    ].join('')));
    expect((await init(dir, [...least, '--opml', join(dir, 'f.opml')])).code).toBe(0);
    const { from, sections } = read(dir);
    expect(from.address).toBe('digest@harbour.test');
    expect(sections.slice(0, -1).map(({ title, feeds }) => [title, feeds[0]!.name])).toEqual(nasty.map((text) => [text, text]));
    expect(sections.at(-1)).toMatchObject({ title: 'a sections: [] from: evil@evil.test', feeds: [{ url: 'https://z.test/' }] });
    expect(readFileSync(join(dir, 'newsletter.yaml'), 'utf8')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/); // eslint-disable-line no-control-regex -- control characters are what it is about
  });

  it('can be 5,000', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'f.opml'), opml(Array.from({ length: 40 }, (_, s) => `<outline text="Section ${s}">${Array.from({ length: 125 }, (__, n) => outline(`https://s${s}.test/${n}`, `Feed ${s} ${n}`)).join('')}</outline>`).join('')));
    const { code, stdout } = await init(dir, [...least, '--opml', join(dir, 'f.opml')]);
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: `wrote ${join(dir, 'newsletter.yaml')}: 5000 feeds in 40 sections, out at 07:00 UTC` });
    expect(feedsIn(read(dir)).at(-1)).toBe('Section 39 | Feed 39 124 | https://s39.test/124');
  });
});

describe('the file that is there', () => {
  const list = opml(outline('https://a.test/feed'));
  const withList = (dir: string): string => {
    writeFileSync(join(dir, 'f.opml'), list);
    return dir;
  };
  const feed = (dir: string): string[] => ['--opml', join(dir, 'f.opml')];

  it('is replaced where it is the sample, by way of a link too', async () => {
    const dir = withList(temporaryFolder());
    mkdirSync(join(dir, 'real'));
    copyFileSync(sample, join(dir, 'real', 'n.yaml'));
    chmodSync(join(dir, 'real', 'n.yaml'), 0o640);
    symlinkSync('real/n.yaml', join(dir, 'newsletter.yaml'));
    expect((await asProcess(dir, [...least, ...feed(dir)])).stdout).toContain('wrote newsletter.yaml, in place of the sample');
    expect(lstatSync(join(dir, 'newsletter.yaml')).isSymbolicLink()).toBe(true);
    expect(statSync(join(dir, 'real', 'n.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(dir, 'real'))).toEqual(['n.yaml', 'n.yaml.bak']);
    expect(readFileSync(join(dir, 'real', 'n.yaml.bak'), 'utf8')).toBe(readFileSync(sample, 'utf8'));
    expect(read(dir).name).toBe('The Harbour Brief');
  });

  it('is left alone where it is anything else, but for --force', async () => {
    const dir = withList(temporaryFolder());
    const file = join(dir, 'newsletter.yaml');
    const mine = readFileSync(sample, 'utf8').replaceAll('example.com', 'mine.test');
    writeFileSync(file, mine);
    expect(await init(dir, [...least, ...feed(dir)])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/newsletter\.yaml holds “The Morning Brief” already.*--force/) as string });
    expect(readFileSync(file, 'utf8')).toBe(mine);
    expect(await init(dir, [...least, ...feed(dir), '--force'])).toMatchObject({ code: 0 });
    expect(read(dir).name).toBe('The Harbour Brief');
  });

  it.each([
    ['empty', '\n', 'none'],
    ['the sample', readFileSync(sample, 'utf8'), 'sample'],
    ['the sample with a fault', `${readFileSync(sample, 'utf8')}looks: x\n`, 'sample'],
    ['a bare address', 'from: d@mail.example.org', 'sample'],
    ['no YAML', 'from: d@example.com\n  x: [', 'other'],
    ['no newsletter', '[1, 2]', 'other'],
    ['no sender', 'name: x', 'other'],
    ['an alias of nothing', 'name: *x\nfrom: *x', 'other'],
    ['a domain that ends like one', 'from: d@myexample.com', 'other'],
    ['not UTF-8', Buffer.from('from: é <d@example.com>', 'latin1'), 'other'],
  ])('is judged by its sender: %s', (_, text, kind) => expect(judge(Buffer.from(text as string)).kind).toBe(kind));

  it('in a folder that can not be written is said to be before anything is asked', async () => {
    const dir = withList(temporaryFolder());
    writeFileSync(join(dir, 'file'), '');
    mkdirSync(join(dir, 'folder'));
    expect(await asProcess(dir, [...least, ...feed(dir), '--config', 'nowhere/n.yaml'])).toMatchObject({ code: 1, stderr: "nowhere/n.yaml can't be written: there is no folder nowhere; name another place with --config FOLDER/n.yaml\n" });
    expect(await init(dir, ['--config', join(dir, 'file', 'n.yaml')])).toMatchObject({ code: 1, stderr: expect.stringContaining(`${dir}/file is no folder`) as string });
    expect(await init(dir, ['--config', join(dir, 'folder')])).toMatchObject({ code: 2, stderr: expect.stringContaining(`--config ${dir}/folder/newsletter.yaml`) as string });
    // /proc has the mode of a folder that root can write to, and takes no file.
    if (existsSync('/proc/self')) expect(await init(dir, [...least, ...feed(dir), '--config', '/proc/n.yaml'])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining("/proc/n.yaml can't be written") as string });
    chmodSync(join(dir, 'folder'), 0o500);
    if (process.getuid?.() !== 0) expect(await init(dir, [...least, ...feed(dir), '--config', join(dir, 'folder', 'n.yaml')])).toMatchObject({ code: 1, stderr: expect.stringContaining('permission denied') as string });
    expect(readdirSync(dir)).toEqual(['f.opml', 'file', 'folder']);
  });

  it('is the only thing that is made', async () => {
    const dir = withList(temporaryFolder());
    await asProcess(dir, [...least, ...feed(dir), '--data', 'data']);
    expect(readdirSync(dir)).toEqual(['f.opml', 'newsletter.yaml']);
  });
});

describe('the parts', () => {
  it.each([['de_AT.UTF-8', 'de-AT'], ['C.UTF-8', 'en'], ['POSIX', 'en'], ['', 'en'], ['sr_RS@latin', 'sr-RS'], ['en_GB', 'en-GB'], ['fr', 'fr'], ['pt_br', 'pt-BR'], ['$(x)', 'en'], ['zz_!!', 'en']])('LANG=%s is %s', (LANG, tag) => {
    expect(localeOf({ LANG })).toBe(tag);
    expect(localeOf({ LC_ALL: LANG || undefined, LANG: 'it_IT' })).toBe(LANG ? tag : 'it-IT');
  });

  it.each(['x', '', 'A <B>', '"all" of "it"', '"', 'a, b', '<', 'Ä "ö" ü'])('a sender called %j is read back as it is', (name) => {
    expect(parseMailbox(sender({ name, address: 'a@b.test' }))).toEqual({ name, address: 'a@b.test' });
  });

  it('knows the domains of examples', () => {
    expect(['example.com', 'x.example.net', 'EXAMPLE.ORG', 'a.example', 'x.invalid'].filter((domain) => !isExampleDomain(domain))).toEqual([]);
    expect(['example.co', 'myexample.com', 'example.com.test', 'x.test'].filter(isExampleDomain)).toEqual([]);
  });

  it('says what rules the answers break together', () => {
    const draft: Draft = { name: 'x', from: 'a@b.test', postalAddress: 'x', domain: { zone: { name: 'c.test', id: 'Z0123' } }, sections: new FeedList().sections('News') };
    expect(newText(draft, 'n.yaml')).toMatchObject({ kind: 'problems', text: expect.stringMatching(/n\.yaml:\d+:\d+: domain\.zone .*\n.*sections/) as string });
  });
});
