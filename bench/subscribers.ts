/**
 * What readers cost in requests to S3, on a list of so many: to join, to
 * confirm, to leave; and to plan an issue for all of them.
 * Run: npx tsx bench/subscribers.ts [subscribers] (default 1000000)
 */
import { fileURLToPath } from 'node:url';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Store } from '../functions/aws/store.ts';
import { parseConfigText } from '../functions/config-file.ts';
import { frozenIssues } from '../functions/deliver/frozen.ts';
import { plan } from '../functions/deliver/plan.ts';
import { loadLetters, loadTemplates } from '../functions/digest/compile.ts';
import { render } from '../functions/digest/render.ts';
import { issueKey } from '../functions/keys.ts';
import type { Issue } from '../functions/model/issue.ts';
import type { Mail } from '../functions/ports.ts';
import { mailLimit } from '../functions/subscribe/mail-limit.ts';
import { routes } from '../functions/subscribe/routes.ts';
import { startAws } from './deliver/aws.ts';
import { benchIssue } from './deliver/issue.ts';

const subscribers = Number(process.argv[2] ?? 1_000_000);
const readers = 200;
const baseUrl = 'https://news.example.com';
const templatesDir = fileURLToPath(new URL('../templates', import.meta.url));

const loaded = parseConfigText(JSON.stringify({ name: 'The Morning Brief', from: 'The Morning Brief <digest@example.com>', postalAddress: '1 Example Road, London', subscribe: { perSource: 1000 }, sections: [{ title: 'All', feeds: [{ url: 'https://feed.example.org/rss' }] }] }), 'bench');
if (loaded.kind === 'problems') throw new Error(loaded.text);
const { config } = loaded;

const aws = await startAws();
try {
  const issue: Issue = { ...benchIssue(30), at: new Date().toISOString(), shards: [] };
  const { html, text } = render(issue, await loadTemplates(templatesDir, config.look.palettes));
  await aws.fill(subscribers, { [issueKey(issue.date, 'issue.json')]: JSON.stringify(issue), [issueKey(issue.date, 'mail.html')]: html, [issueKey(issue.date, 'mail.txt')]: text });
  const s3 = new S3Client({ endpoint: aws.url, region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' }, forcePathStyle: true });
  const world = { store: s3Store(s3, 'bench'), clock: () => new Date(), random: Math.random, log: () => undefined, nonce: () => crypto.randomUUID().replaceAll('-', '').slice(0, 22) };
  const links: string[] = [];
  const mailer = {
    quota: () => Promise.resolve({ perSecond: Infinity, perDay: Infinity, remainingToday: Infinity }),
    send: ({ pieces }: Mail) => {
      links.push(/\/confirm\/[0-9a-f]{32}\/[\w-]{22}/.exec(Buffer.concat(pieces).toString('latin1').replaceAll('=\r\n', ''))![0]);
      return Promise.resolve({ kind: 'submitted', messageId: 'm' } as const);
    },
  };
  const app = routes({ ...world, mailer, letters: await loadLetters(templatesDir), limit: mailLimit(world, config.subscribe), sleep: () => Promise.resolve() }, config, baseUrl, () => '192.0.2.1');

  let before = { get: 0, put: 0 };
  const requests = async (): Promise<number> => {
    const { get, put } = await aws.counts();
    const since = get + put - before.get - before.put;
    before = { get, put };
    return since;
  };
  const posting = async (what: string, posts: readonly { readonly path: string; readonly body: string }[]): Promise<void> => {
    const start = performance.now();
    for (const { path, body } of posts) {
      const answer = await app.request(`${baseUrl}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    }
    const ms = (performance.now() - start) / posts.length;
    console.log(`${what.padEnd(34)}${((await requests()) / posts.length).toFixed(2).padStart(8)} requests   ${ms.toFixed(1).padStart(6)} ms`);
  };

  console.log(`${subscribers.toLocaleString('en')} subscribers, ${readers} readers one after the other`);
  await posting('join, up to the mail', Array.from({ length: readers }, (_, n) => ({ path: '/subscribe', body: `address=new${n}@example.org` })));
  await posting('confirm', links.map((path) => ({ path, body: '' })));
  await posting('leave', links.map((path) => ({ path: path.replace('/confirm/', '/unsubscribe/'), body: 'List-Unsubscribe=One-Click' })));
  const start = performance.now();
  const report = await plan({ ...world, mailer, issues: frozenIssues(world.store, config) }, config, { date: issue.date });
  console.log(`${`plan an issue for ${report.recipients!.toLocaleString('en')}`.padEnd(34)}${String(await requests()).padStart(8)} requests   ${(performance.now() - start).toFixed(0).padStart(6)} ms   ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);
  s3.destroy();
} finally {
  aws.close();
}
