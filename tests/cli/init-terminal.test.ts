/** `dawnpost init` as an operator has it: at a terminal, answer by answer. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../functions/config-file.ts';
import { temporaryFolder } from '../fixtures.ts';

const bin = fileURLToPath(new URL('../../cli/dawnpost.js', import.meta.url));
const sample = fileURLToPath(new URL('../../newsletter.yaml', import.meta.url));

/** How to run a command at a terminal that is none: util-linux's script, or Python. */
type Way = (command: readonly string[]) => readonly [string, readonly string[]];
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
const script: Way = (command) => ['script', ['-qec', command.map(quoted).join(' '), '/dev/null']];
const python: Way = (command) => ['python3', ['-c', 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))', ...command]];
const answers = (command: string, args: readonly string[]): string => spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '';
const way = answers('script', ['--version']).includes('util-linux') ? script : answers('python3', ['-c', 'import os, pty; print(bool(os.waitstatus_to_exitcode))']).includes('True') ? python : undefined;
if (!way) console.warn('neither the script of util-linux nor python3 with pty is on the PATH: questions at a terminal are not tested');

class Terminal {
  readonly #child: ChildProcess;
  #unread = '';
  #code: number | null | undefined;
  #changed = (): void => undefined;
  constructor(dir: string, args: readonly string[]) {
    const [command, rest] = way!([process.execPath, bin, 'init', '--allow-private', ...args]);
    this.#child = spawn(command, rest, { cwd: dir, env: { ...process.env, LC_ALL: '', LANG: 'en_GB.UTF-8', TZ: 'Europe/London' }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdout!.on('data', (chunk: Buffer) => {
      this.#unread += chunk.toString();
      this.#changed();
    });
    this.#child.on('close', (code) => {
      this.#code = code;
      this.#changed();
    });
    this.#child.stdin!.on('error', () => undefined);
    onTestFinished(() => void this.#child.kill('SIGKILL'));
  }

  /** Waits until the text is there; yields all up to it. */
  async see(text: string | RegExp): Promise<string> {
    for (;;) {
      const plain = stripVTControlCharacters(this.#unread).replace(/\s+/g, ' ');
      if (typeof text === 'string' ? plain.includes(text) : text.test(plain)) {
        this.#unread = '';
        return plain;
      }
      if (this.#code !== undefined) throw new Error(`ended without “${String(text)}”: ${plain}`);
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  type(keys: string): void {
    this.#child.stdin!.write(keys);
  }

  /** What is asked, and the answer to it. */
  async answer(question: string, keys: string): Promise<string> {
    const seen = await this.see(question);
    this.type(`${keys}\r`);
    return seen;
  }

  async end(): Promise<{ code: number | null; said: string }> {
    while (this.#code === undefined) await new Promise<void>((resolve) => (this.#changed = resolve));
    return { code: this.#code, said: stripVTControlCharacters(this.#unread) };
  }
}

const clear = '\x15';
const ctrlC = '\x03';
const ctrlD = '\x04';

let held: () => void = () => undefined;
const server = createServer((request, response) => {
  // Of one it is never said whether it is a feed.
  if (request.url === '/held') return held();
  if (request.url === '/page') return void response.end('<!doctype html><html><body>nothing</body></html>');
  if (!/^\/[ab]$/.test(request.url!)) return void response.writeHead(404).end();
  response.end(`<rss version="2.0"><channel><title>Feed ${request.url}</title><item><title>One</title><link>http://x.test/1</link></item></channel></rss>`);
});
/** Where nobody listens. */
const nowhere = 'http://127.0.0.1:1';
let base = '';
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close().closeAllConnections());

const given = ['--name', 'The Harbour Brief', '--from', 'd@harbour.test', '--postal-address', '1 Quay', '--yes'];

describe.skipIf(!way)('dawnpost init, at a terminal', () => {
  it('asks, refuses what will not do with the rule, and writes what was answered', { timeout: 120_000 }, async () => {
    const dir = temporaryFolder();
    copyFileSync(sample, join(dir, 'newsletter.yaml'));
    const list = `<opml version="2.0"><body><outline text="World"><outline text="W" xmlUrl="${nowhere}/w"/></outline></body></opml>`;
    writeFileSync(join(dir, 'feeds.opml'), list);
    const terminal = new Terminal(dir, []);
    await terminal.answer('Name of the newsletter:', '');
    await terminal.answer('write the name of the newsletter, such as The Morning Brief', 'The Harbour Brief');
    await terminal.answer('Address that it is sent from', 'digest@example.com');
    await terminal.answer('example.com is for examples and belongs to nobody', `${clear}digest@harbour.test`);
    await terminal.answer('Name that it is sent under: (The Harbour Brief)', 'Harbour');
    await terminal.answer('anti-spam laws', '1 Quay, Port Ellery');
    await terminal.answer('Language of dates and fixed texts, such as en-GB: (en-GB)', '');
    await terminal.answer('Timezone, such as Europe/London: (Europe/London)', 'Mars');
    await terminal.answer('"Mars" will not do; write an IANA timezone', `${clear}Europe/Vienna`);
    await terminal.answer('Time of day at which it goes out: (07:00)', '25:00');
    await terminal.answer('"25:00" will not do; write a time of day', `${clear}6:30`);
    await terminal.answer('Address that is mailed when something fails', 'me@harbour.test');
    await terminal.answer('OPML file', 'nope.opml');
    await terminal.answer("nope.opml: can't be read: there is no such file", `${clear}feeds.opml`);
    expect(await terminal.see('Address of another (Enter: no more):')).toContain(' 1 feed ');
    terminal.type(`${base}/page\r`);
    await terminal.answer(`no feed at ${base}/page`, `${clear}${base}/b`);
    await terminal.see(/“Feed \/b”, RSS.*Address of another/);
    terminal.type(`${nowhere}/w\r`);
    // It can't be asked, as nothing is there: only then it is known to be in the list.
    await terminal.answer(`${nowhere}/w is in the list already`, `${clear}${nowhere}/x`);
    await terminal.answer('Take it as it is? (Y/n)', '');
    await terminal.answer('Address of another (Enter: no more):', '');
    await terminal.answer('Heading of the feeds that are in no folder: (News)', 'Local');
    await terminal.answer('in this account and region already? (y/N)', '');
    await terminal.answer('Id of the hosted zone', 'X');
    await terminal.answer('"X" will not do; write the zone', `${clear}Z0123456789`);
    await terminal.answer('Name of the zone: (harbour.test)', 'other.test');
    await terminal.answer('does not hold the sender', `${clear}harbour.test`);
    await terminal.answer('Address of its pages', 'news.harbour.test');
    await terminal.answer('will not do; write the address of your pages', `${clear}https://news.harbour.test`);
    const { code, said } = await terminal.end();
    expect(code).toBe(0);
    expect(said).toContain('wrote newsletter.yaml, in place of the sample (kept as newsletter.yaml.bak): 3 feeds in 2 sections, out at 06:30 Europe/Vienna');
    const loaded = loadConfig(join(dir, 'newsletter.yaml'));
    expect(loaded).toMatchObject({ kind: 'config', config: {
      name: 'The Harbour Brief', from: { name: 'Harbour', address: 'digest@harbour.test' }, postalAddress: '1 Quay, Port Ellery', locale: 'en-GB', timezone: 'Europe/Vienna', schedule: { at: '06:30' },
      alerts: ['me@harbour.test'], url: 'https://news.harbour.test', domain: { zone: { name: 'harbour.test', id: 'Z0123456789' } },
      sections: [{ title: 'World', feeds: [{ name: 'W' }] }, { title: 'Local', feeds: [{ name: 'Feed /b', url: `${base}/b` }, { url: `${nowhere}/x` }] }],
    } });
  });

  it('asks only for what no option says', async () => {
    const dir = temporaryFolder();
    const terminal = new Terminal(dir, [...given, '--feed', `${base}/page`, `${base}/a`]);
    expect(await terminal.answer('Address of another (Enter: no more):', '')).toContain(`no feed at ${base}/page`);
    expect(await terminal.end()).toMatchObject({ code: 0 });
    const nothing = new Terminal(dir, [...given, '--feed', `${base}/b`, '--force']);
    expect(await nothing.end()).toMatchObject({ code: 0, said: expect.not.stringContaining('?') as string });
    expect(readFileSync(join(dir, 'newsletter.yaml'), 'utf8')).toContain('name: Feed /b');
  });

  it('asks about a domain that SES has already', async () => {
    const dir = temporaryFolder();
    const terminal = new Terminal(dir, [...given.slice(0, -1), '--feed', `${base}/a`, '--locale', 'en', '--timezone', 'UTC', '--at', '07:00', '--alerts', 'a@b.test', '--section', 'News']);
    await terminal.answer('in this account and region already? (y/N)', 'y');
    await terminal.answer('Address of its pages', 'https://news.pages.test');
    await terminal.answer('Id of the hosted zone', 'Z0123');
    await terminal.answer('Name of the zone: (pages.test)', '');
    expect(await terminal.end()).toMatchObject({ code: 0 });
    expect(loadConfig(join(dir, 'newsletter.yaml'))).toMatchObject({ config: { domain: { identity: 'existing', zone: { name: 'pages.test', id: 'Z0123' }, pages: { inZone: true } } } });
  });

  it('keeps a newsletter of the operator, unless told otherwise', async () => {
    const dir = temporaryFolder();
    const mine = readFileSync(sample, 'utf8').replaceAll('example.com', 'mine.test');
    writeFileSync(join(dir, 'newsletter.yaml'), mine);
    const kept = new Terminal(dir, [...given, '--feed', `${base}/a`]);
    await kept.answer('newsletter.yaml holds “The Morning Brief” already. Replace it? (y/N)', '');
    expect(await kept.end()).toMatchObject({ code: 1, said: expect.stringContaining('newsletter.yaml is as it was') as string });
    expect(readFileSync(join(dir, 'newsletter.yaml'), 'utf8')).toBe(mine);
    const replaced = new Terminal(dir, [...given, '--feed', `${base}/a`]);
    await replaced.answer('Replace it? (y/N)', 'y');
    expect(await replaced.end()).toMatchObject({ code: 0 });
    expect(readFileSync(join(dir, 'newsletter.yaml'), 'utf8')).toContain('Harbour');
  });

  it('does not write over what another has written meanwhile', async () => {
    const dir = temporaryFolder();
    const terminal = new Terminal(dir, given);
    await terminal.answer('OPML file', '');
    await terminal.see('Address of a site or feed:');
    writeFileSync(join(dir, 'newsletter.yaml'), 'mine');
    terminal.type(`${base}/a\r`);
    await terminal.answer('Address of another', '');
    expect(await terminal.end()).toMatchObject({ code: 1, said: expect.stringContaining('was changed by somebody else meanwhile') as string });
    expect(readFileSync(join(dir, 'newsletter.yaml'), 'utf8')).toBe('mine');
  });

  it.each([['Ctrl-C', ctrlC], ['Ctrl-D', ctrlD]])('ends with %s, nothing written and no trace', async (_, key) => {
    const dir = temporaryFolder();
    const terminal = new Terminal(dir, ['--postal-address', 'x']);
    await terminal.answer('Name of the newsletter:', 'x');
    await terminal.see('Address that it is sent from');
    terminal.type(key);
    const { code, said } = await terminal.end();
    expect({ code, said: said.trim() }).toEqual({ code: 1, said: 'ended; nothing was written' });
    expect(existsSync(join(dir, 'newsletter.yaml'))).toBe(false);
  });

  it('ends with Ctrl-C while a feed is asked', async () => {
    const dir = temporaryFolder();
    const terminal = new Terminal(dir, given);
    await terminal.answer('OPML file', '');
    await terminal.see('Address of a site or feed:');
    const asked = new Promise<void>((resolve) => (held = resolve));
    terminal.type(`${base}/held\r`);
    await asked;
    terminal.type(ctrlC);
    const { code, said } = await terminal.end();
    expect(code).toBe(1);
    expect(said).toContain('ended; nothing was written');
    expect(said).not.toMatch(/\bat .*\.(?:ts|js):\d/);
    expect(existsSync(join(dir, 'newsletter.yaml'))).toBe(false);
  });
});
