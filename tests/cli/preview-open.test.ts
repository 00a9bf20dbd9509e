import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { templatesDir } from '../../cli/commands/digest.ts';
import { listen } from '../../cli/local/listen.ts';
import { watchChanges } from '../../cli/preview/changes.ts';
import { live } from '../../cli/preview/live.ts';
import { makeEdition } from '../../cli/preview/making.ts';
import { servePreview } from '../../cli/preview/serve.tsx';
import { temporaryFolder } from '../fixtures.ts';
import { date, now, previewFolder, type PreviewFolder } from './preview-folder.ts';
import { type Ended, start } from './process.ts';

interface Opened {
  readonly url: string;
  /** As Ctrl-C does it. */
  readonly end: () => Promise<Ended>;
}

/** The command as a process of its own, once it has printed its address. */
async function opened(folder: PreviewFolder, ...args: string[]): Promise<Opened> {
  const { process: child, ended } = start('--config', folder.config, '--data', folder.dir, '--now', now, 'preview', '--open', '--no-browser', '--port', '0', ...args);
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  while (!/http:\S+/.test(out)) {
    const [chunk] = (await Promise.race([once(child.stdout!, 'data'), ended.then(({ stderr }) => Promise.reject(new Error(stderr)))])) as [Buffer];
    out += chunk.toString();
  }
  const end = (): Promise<Ended> => {
    child.kill('SIGINT');
    return ended;
  };
  return { url: /http:\S+/.exec(out)![0], end };
}

const text = async (url: string): Promise<string> => (await fetch(url)).text();
const versionIn = (page: string): string => /data-version="([^"]+)"/.exec(page)![1]!;

/** The versions that the server tells of, one after the other. */
async function* versions(url: string): AsyncGenerator<string> {
  const { body } = await fetch(`${url}changes`);
  let seen = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    seen += chunk;
    const events = seen.split('\n\n');
    seen = events.pop()!;
    for (const event of events) yield /^data: (.*)$/m.exec(event)![1]!;
  }
}

/** The page, once it shows what is looked for: a save can be told as two changes. */
async function pageWith(url: string, told: AsyncGenerator<string>, wanted: (page: string) => boolean): Promise<string> {
  for (;;) {
    await told.next();
    const page = await text(url);
    if (wanted(page)) return page;
  }
}

describe('dawnpost preview --open', () => {
  it('serves a page with a document for each tab, and ends with Ctrl-C', async () => {
    const folder = await previewFolder();
    await folder.collect('1', '2');
    const { url, end } = await opened(folder);
    const page = await text(url);
    expect(page).toContain('What happened in case 1 today');
    expect(page).toMatch(/[\d,]+ of 90,000 bytes as sent/);
    for (const tab of ['Phone', 'Desktop', 'Dark', 'Page', 'Text', 'Source']) expect(page).toMatch(new RegExp(`role="tab"[^>]*>${tab}</button>`));
    for (const [, src] of page.matchAll(/<(?:iframe|script)[^>]* src="([^"]+)"/g)) expect((await fetch(new URL(src!, url))).status).toBe(200);
    // Source and plain text as they are sent, with a sample link in them.
    expect(page).toContain('&lt;!doctype html&gt;');
    expect(page).toContain('unsubscribe/preview');

    const mail = await fetch(`${url}mail-dark.html`);
    expect(mail.headers.get('Content-Security-Policy')).toMatch(/script-src 'none'/);
    expect(mail.headers.get('Content-Security-Policy')).not.toContain('allow-scripts');
    const dark = await mail.text();
    expect(dark).toContain('color-scheme: dark');
    expect(dark).not.toContain('prefers-color-scheme');
    const picture = new URL(/src="([^"]*harbour\.png)"/.exec(dark)![1]!);
    expect(picture.origin).toBe(new URL(url).origin);
    expect((await fetch(picture)).headers.get('Content-Type')).toBe('image/png');
    expect(await text(`${url}page.html`)).toContain('prefers-color-scheme');

    // A page that is still open does not hold it.
    const told = versions(url);
    expect((await told.next()).value).toBe(versionIn(page));
    const { code, stderr } = await end();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await told.next().catch(() => undefined);
  });

  it('tells of what was saved and collected, shows a fault in place, and is back when it is mended', async () => {
    const folder = await previewFolder();
    await folder.collect('1');
    const { url, end } = await opened(folder);
    const told = versions(url);
    await told.next();
    const before = versionIn(await text(url));

    folder.amend('look: { header: Good morning from the test }');
    const headed = await pageWith(url, told, (page) => page.includes('Good morning from the test'));
    expect(versionIn(headed)).not.toBe(before);

    folder.amend('looks: nice');
    const faulty = await pageWith(url, told, (page) => page.includes('role="alert"'));
    expect(faulty).toContain(`${folder.config}:12:1: looks is not a key of newsletter.yaml`);
    expect((await fetch(`${url}mail-light.html`)).status).toBe(503);

    folder.mend();
    const mended = await pageWith(url, told, (page) => !page.includes('role="alert"'));
    expect(mended).not.toContain('Good morning');

    await folder.collect('2');
    await pageWith(url, told, (page) => page.includes('What happened in case 2 today'));
    expect((await folder.run('digest')).code).toBe(0);
    await pageWith(url, told, (page) => page.includes(`The issue of ${date}. Nothing is sent.`));
    expect((await end()).code).toBe(0);
  });

  it('begins with a newsletter.yaml that is no good yet, and without anything collected', async () => {
    const folder = await previewFolder();
    folder.amend('looks: nice');
    const { url } = await opened(folder);
    expect(await text(url)).toContain('role="alert"');
    const told = versions(url);
    await told.next();
    folder.mend();
    const page = await pageWith(url, told, (now) => !now.includes('role="alert"'));
    expect(page).toContain('Nothing new has been collected');
    expect(page).toContain('<code>dawnpost preview --sample</code>');
  });

  it('shows the sample and a past issue too', async () => {
    const folder = await previewFolder();
    const sample = await opened(folder, '--sample');
    expect(await text(sample.url)).toContain('Port Ellery votes to keep its last ferry');
    await folder.collect('1');
    await folder.run('digest');
    const past = await opened(folder, '--date', date);
    expect(await text(past.url)).toContain('Byte for byte as stored then: mail.html, mail.txt, page.html');
  });

  it('answers to its own names only', async () => {
    const folder = await previewFolder();
    const { url } = await opened(folder, '--sample');
    const { port } = new URL(url);
    const statusFor = (host: string, path = '/'): Promise<number> =>
      new Promise((resolve, reject) => {
        request(`${url.slice(0, -1)}${path}`, { headers: { Host: host } }, (answer) => {
          answer.destroy();
          resolve(answer.statusCode!);
        }).on('error', reject).end();
      });
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) expect(await statusFor(host)).toBe(200);
    for (const host of [`evil.example:${port}`, 'localhost', `localhost.evil.example:${port}`]) expect(await statusFor(host)).toBe(403);
    for (const path of ['/mail-light.html', '/changes', '/pictures/harbour.png']) expect(await statusFor(`evil.example:${port}`, path)).toBe(403);
  });
});

describe('a template that is being written', () => {
  it('has its fault on the page, and the issue again after the next save', async () => {
    const folder = await previewFolder();
    await folder.collect('1');
    const templates = join(temporaryFolder(), 'templates');
    mkdirSync(templates);
    const file = join(templates, 'digest.mjml');
    copyFileSync(join(templatesDir, 'digest.mjml'), file);
    const source = readFileSync(file, 'utf8');

    const server = await listen(0);
    onTestFinished(() => server.close());
    const complaints: string[] = [];
    const changes = await watchChanges({ config: folder.config, templates, data: folder.dir, since: '2026-03-01' }, (line) => complaints.push(line));
    onTestFinished(() => changes.close());
    const context = { options: { config: folder.config, data: folder.dir, allowPrivate: false, json: false }, stack: folder.stack, baseUrl: () => 'https://news.example.com' };
    servePreview(server, live(() => makeEdition(context, templates, {}), changes), changes);
    const url = `${server.origin}/`;
    const told = versions(url);
    await told.next();
    expect(await text(url)).not.toContain('role="alert"');

    writeFileSync(file, source.replace('{{told}}', '{{tolld}}'));
    const faulty = await pageWith(url, told, (page) => page.includes('role="alert"'));
    expect(faulty).toMatch(/digest\.mjml:\d+: \{\{tolld\}\} stands for nothing/);

    writeFileSync(file, source.replace('{{told}}', '{{told}} at last'));
    await pageWith(url, told, (page) => !page.includes('role="alert"'));
    expect(await text(`${url}mail-light.html`)).toContain('1 story at last');
    expect(complaints).toEqual([]);
  });
});
