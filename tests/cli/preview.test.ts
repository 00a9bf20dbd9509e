import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { budget } from '../../functions/digest/fit.ts';
import { loadTemplate } from '../../functions/digest/compile.ts';
import { issueKey } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { inScheme } from '../../cli/preview/scheme.ts';
import { trimmed } from '../../cli/preview/size.ts';
import { pastEdition } from '../../cli/preview/again.ts';
import { issueOf, temporaryStack } from '../fixtures.ts';
import { date, now, previewFolder } from './preview-folder.ts';
import { dawnpost } from './process.ts';

const parts = ['mail.html', 'mail.txt', 'page.html'];

describe('dawnpost preview', () => {
  it('writes what would be the issue, says how large it is, and makes none', async () => {
    const folder = await previewFolder();
    await folder.collect('1', '2');
    const { code, stdout, stderr } = await dawnpost('--config', folder.config, '--data', folder.dir, '--now', now, 'preview');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`what would be the issue of ${date}: “What happened in case 1 today”, 2 stories`);
    expect(stdout).toMatch(/^mail\.html [\d,]+ of 90,000 bytes as sent$/m);
    for (const part of parts) expect(stdout).toContain(join(folder.dir, 'preview', date, part));
    expect(folder.bytes('preview', date, 'mail.html')).toContain('https://news.example.com/unsubscribe/preview');
    expect(existsSync(join(folder.dir, 'issues'))).toBe(false);
    expect(existsSync(join(folder.dir, 'outbox'))).toBe(false);
  });

  it('counts what is named by its title, and what is on the page alone', async () => {
    const folder = await previewFolder();
    await folder.collect('1', '2', '3', '4');
    folder.amend('limits: { stories: 1, storiesPerSection: 1, titlesPerSection: 2 }');
    const { stdout } = await folder.run('preview', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'draft', frozen: false, date, budget, cut: [], named: { byTitle: 2, onPage: 1 } });
    expect((JSON.parse(stdout) as { size: number }).size).toBeGreaterThan(1000);
    expect((await folder.run('preview')).stdout).toContain('not told in full: 2 items by title alone, 1 item on the page alone');
  });

  it('says that nothing was collected, and shows the sample in the look of the newsletter', async () => {
    const folder = await previewFolder();
    const { code, stdout } = await folder.run('preview');
    expect(code).toBe(0);
    expect(stdout).toContain('nothing new has been collected');
    expect(stdout).toContain('`dawnpost preview --sample`');

    folder.amend('look: { header: Good morning from the test, accent: "#123456" }\nsubject: "{title}, says {name}"');
    const sample = await folder.run('preview', '--sample');
    expect(sample).toMatchObject({ code: 0, stderr: '' });
    expect(sample.stdout).toContain('Port Ellery votes to keep its last ferry, says The Morning Brief');
    const mail = folder.bytes('preview', 'sample', 'mail.html');
    for (const part of ['Good morning from the test', '#123456', 'https://news.example.com/issues/', 'Port Ellery']) expect(mail).toContain(part);
    expect(readdirSync(join(folder.dir, 'preview', 'sample')).sort()).toEqual(parts);
  });
});

describe('dawnpost preview --date', () => {
  it('renders a past issue again byte for byte, whatever newsletter.yaml says by now', async () => {
    const folder = await previewFolder();
    await folder.collect('1', '2');
    expect((await folder.run('digest')).code).toBe(0);
    const stored = parts.map((part) => folder.bytes('issues', date, part));
    folder.amend('look: { accent: "#123456", header: Other }');
    const { code, stdout, stderr } = await folder.run('preview', '--date', date, '--now', '2027-01-01T00:00:00Z');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('byte for byte as stored then: mail.html, mail.txt, page.html');
    expect(folder.bytes('preview', date, 'page.html')).toBe(stored[2]);
    expect(parts.map((part) => folder.bytes('issues', date, part))).toEqual(stored);
    expect(folder.bytes('preview', date, 'mail.html')).not.toContain('#123456');

    // Today's look is shown where it is asked for, and it is said that this is not what was sent.
    const today = await folder.run('preview');
    expect(today.stdout).toContain(`\`dawnpost preview --date ${date}\``);
    expect(folder.bytes('preview', date, 'mail.html')).toContain('#123456');

    // All that it needs is in the issue.
    folder.amend('nonsense: true');
    expect((await folder.run('preview', '--date', date)).code).toBe(0);
  });

  it('names the file that is not what it was, and fails', async () => {
    const folder = await previewFolder();
    await folder.collect('1');
    await folder.run('digest');
    const file = join(folder.dir, 'issues', date, 'mail.html');
    writeFileSync(file, folder.bytes('issues', date, 'mail.html').replace('Summary of 1.', 'Summary of 2.'));
    rmSync(join(folder.dir, 'issues', date, 'page.html'));
    const { code, stdout } = await folder.run('preview', '--date', date);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^mail\.html is not as stored then, from line \d+ on: another version of Dawnpost/m);
    expect(stdout).toContain('page.html is not stored');
    expect(stdout).toContain('byte for byte as stored then: mail.txt\n');
    const { compared } = JSON.parse((await folder.run('preview', '--date', date, '--json')).stdout) as { compared: object[] };
    expect(compared).toMatchObject([{ file: 'mail.html', outcome: 'differs' }, { file: 'mail.txt', outcome: 'same' }, { file: 'page.html', outcome: 'missing' }]);
  });

  it("takes today's template where the issue kept none, and says so", async () => {
    const folder = await previewFolder();
    await folder.collect('1');
    await folder.run('digest');
    rmSync(join(folder.dir, 'issues', date, 'template.html'));
    const same = await folder.run('preview', '--date', date);
    expect(same.code).toBe(0);
    expect(same.stdout).toContain("it kept no template.html, so today's template is used");
    folder.amend('look: { accent: "#123456" }');
    const other = await folder.run('preview', '--date', date);
    expect(other.code).toBe(1);
    expect(other.stdout).toMatch(/^page\.html is not as stored then, from line \d+ on: it was made with another template/m);
  });

  it('names the nearest issues where there is none of that date', async () => {
    const stack = await temporaryStack();
    const none = () => Promise.reject(new Error('not asked for'));
    await expect(pastEdition(stack.store, '2026-03-05', none)).rejects.toThrow('no issue of 2026-03-05, nor of any other day');
    for (const day of ['2026-03-01', '2026-03-02', '2026-03-08', '2026-03-09']) await stack.store.create(issueKey(day, 'issue.json'), JSON.stringify(issueOf(day)));
    await expect(pastEdition(stack.store, '2026-03-05', none)).rejects.toThrow('no issue of 2026-03-05; the nearest are of 2026-03-02 and 2026-03-08');
    await expect(pastEdition(stack.store, '2026-04-01', none)).rejects.toThrow('no issue of 2026-04-01; the nearest is of 2026-03-09');
  });

  it('fails for a date without an issue, and refuses one that is none', async () => {
    const folder = await previewFolder();
    const missing = await folder.run('preview', '--date', '2026-03-05');
    expect(missing.code).toBe(1);
    expect(missing.stderr).toBe('no issue of 2026-03-05, nor of any other day; `dawnpost digest` makes one\n');
    for (const wrong of ['2026-02-30', '2026-13-01', 'yesterday', '2026-3-1', '+002026-03-01']) {
      const { code, stderr } = await folder.run('preview', '--date', wrong);
      expect(code).toBe(2);
      expect(stderr).toContain('write a date as YYYY-MM-DD');
    }
    expect((await folder.run('preview', '--date', date, '--sample')).code).toBe(2);
  });
});

describe('what was cut', () => {
  const stories = (n: number): Issue['sections'][number]['stories'] =>
    Array.from({ length: n }, (_, at) => ({ item: `f/${at}`, title: `Story ${at}`, summary: '', source: 'F', words: 1, also: [] }));
  const titles = Array.from({ length: 5 }, (_, at) => ({ item: `f/t${at}`, title: `Title ${at}`, source: 'F' }));
  const issue = issueOf(date, { sections: [{ title: 'World', stories: stories(4), titles }] });

  it('is nothing where the mail has room for all', () => {
    expect(trimmed(issue, 6)).toEqual([]);
    expect(trimmed({ ...issue, mail: { summary: 280, sections: [{ stories: 4, titles: 6 }] } }, 6)).toEqual([]);
  });

  it('is stories, titles and summaries', () => {
    const cut = { ...issue, mail: { summary: 140, sections: [{ stories: 3, titles: 2 }] } };
    expect(trimmed(cut, 6)).toEqual(['3 of 4 stories in full', '2 titles in a section instead of 6', 'summaries of 140 characters instead of 280']);
    expect(trimmed({ ...cut, mail: { summary: 0, sections: [{ stories: 1, titles: 0 }] } })).toEqual(['1 of 4 stories in full', 'no summaries']);
  });
});

describe('a scheme', () => {
  const html = '<head><style>@media (prefers-color-scheme: dark) and (max-width: 600px) { b {} }</style></head><p>@media (prefers-color-scheme: dark)</p><source media="(prefers-color-scheme:light)">';

  it('answers what styles and media ask, and leaves text alone', () => {
    const [dark, light] = [inScheme(html, 'dark'), inScheme(html, 'light')];
    expect(dark).toContain('@media (min-width: 0) and (max-width: 600px)');
    expect(dark).toContain('media="(min-width: 999999px)"');
    expect(light).toContain('@media (min-width: 999999px) and (max-width: 600px)');
    expect(light).toContain('media="(min-width: 0)"');
    for (const one of [dark, light]) expect(one).toContain('<p>@media (prefers-color-scheme: dark)</p>');
  });

  it('is what the template asks for', async () => {
    const folder = await previewFolder();
    await folder.collect('1');
    await folder.run('digest');
    const { html: kept } = await loadTemplate(folder.bytes('issues', date, 'template.html'), 'template.html');
    expect(inScheme(kept, 'dark')).not.toContain('prefers-color-scheme');
    expect(kept).toContain('prefers-color-scheme');
  });
});
