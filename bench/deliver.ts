/**
 * What it takes to deliver an issue to so many subscribers: CPU, memory,
 * requests and dollars, beside the SES client alone with one constant message
 * (the ceiling, measured before and after) and nodemailer composing each message.
 * Run: npx tsx bench/deliver.ts [subscribers...] (default 1000 10000 100000)
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../cdk/bundle.ts';
import { dollarsOf } from '../cli/prices.ts';
import { parseConfigText } from '../functions/config-file.ts';
import type { Config } from '../functions/config.ts';
import { composer } from '../functions/deliver/compose.ts';
import { loadTemplates } from '../functions/digest/compile.ts';
import { render } from '../functions/digest/render.ts';
import { issueKey } from '../functions/keys.ts';
import type { Issue } from '../functions/model/issue.ts';
import { subscriberId } from '../functions/model/subscriber.ts';
import { type Counts, startAws } from './deliver/aws.ts';
import { benchIssue } from './deliver/issue.ts';
import { type Cost, type Message, startSender } from './deliver/senders.ts';

const sizes = process.argv.slice(2).map(Number).filter((n) => n > 0);
const alone = 10_000;

function benchConfig(): Config {
  const loaded = parseConfigText(JSON.stringify({ name: 'The Morning Brief', from: 'The Morning Brief <digest@example.com>', postalAddress: '1 Example Road, London', sections: [{ title: 'All', feeds: [{ url: 'https://feed.example.org/rss' }] }] }), 'bench');
  if (loaded.kind === 'problems') throw new Error(loaded.text);
  return loaded.config;
}

async function messageOf(config: Config, issue: Issue, { html, text }: { html: string; text: string }): Promise<Message> {
  const address = 'reader.number1@example.org';
  const { from, to, pieces } = (await composer(config, issue, { html, text }))(subscriberId(address), { address, token: 'x'.repeat(22) });
  return { from, to, raw: Buffer.concat(pieces).toString('latin1'), html, text };
}

const perSecond = (mails: number, { cpuMs }: Cost): string => Math.round((mails * 1000) / cpuMs).toLocaleString('en').padStart(7);
const line = (what: string, mails: number, cost: Cost, more = ''): void =>
  console.log(`${what.padEnd(58)}${perSecond(mails, cost)}   ${(cost.cpuMs / mails).toFixed(3)} ms   ${cost.peakMb.toFixed(0).padStart(4)} MB${more}`);

const config = benchConfig();
const templates = await loadTemplates(fileURLToPath(new URL('../templates', import.meta.url)), config.look.palettes);
const bundles = await mkdtemp(join(tmpdir(), 'dawnpost-bench-'));
const aws = await startAws();
try {
  await bundle(config, bundles);
  const shards = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
  const issue: Issue = { ...benchIssue(30), at: new Date().toISOString(), shards };
  const rendered = render(issue, templates);
  const message = await messageOf(config, issue, rendered);
  const objects = {
    [issueKey(issue.date, 'issue.json')]: JSON.stringify(issue),
    [issueKey(issue.date, 'mail.html')]: rendered.html,
    [issueKey(issue.date, 'mail.txt')]: rendered.text,
  };

  const ceiling = async (kind: string, count = alone): Promise<Cost> => {
    await aws.fill(0, {});
    const sender = await startSender(aws.url, kind, String(count));
    const cost = await sender.work({ message });
    sender.close();
    return cost;
  };

  console.log(`A message of ${(message.raw.length / 1000).toFixed(0)} KB, ${config.deliver.window} in flight; a core's messages a second, CPU a message, peak memory`);
  line('SES client with its own serializer, one constant message', alone, await ceiling('stock'));
  line('  the same bytes posted by node:http, unsigned', alone, await ceiling('bare'));
  line('  each message composed by nodemailer', alone / 4, await ceiling('nodemailer', alone / 4));

  await composeAlone(config, issue, rendered);

  // Measured before and after each size: a machine is not equally fast all the time.
  const constant = async (): Promise<number> => {
    const cost = await ceiling('constant');
    line('SES client as we use it, one constant message', alone, cost);
    return cost.cpuMs / alone;
  };
  const rows: string[] = [];
  let before = await constant();
  for (const size of sizes.length > 0 ? sizes : [1000, 10_000, 100_000]) {
    await aws.fill(size, objects);
    const sender = await startSender(aws.url, 'dawnpost', join(bundles, 'deliver', 'index.mjs'));
    let cost: Cost = { cpuMs: 0, wallMs: 0, peakMb: 0 };
    for (let bodies: readonly string[] = [JSON.stringify({ date: issue.date })]; bodies.length > 0; bodies = await aws.take()) {
      const { cpuMs, wallMs, peakMb } = await sender.work({ bodies });
      cost = { cpuMs: cost.cpuMs + cpuMs, wallMs: cost.wallMs + wallMs, peakMb };
    }
    sender.close();
    const counts = await aws.counts();
    if (counts.mails !== size) throw new Error(`${counts.mails} mails for ${size} subscribers`);
    line(`Dawnpost, ${size.toLocaleString('en')} subscribers`, size, cost);
    const after = await constant();
    console.log(`  ${(((before + after) / 2 / (cost.cpuMs / size)) * 100).toFixed(0)} % of the ceiling (${((before / (cost.cpuMs / size)) * 100).toFixed(0)} % of that before, ${((after / (cost.cpuMs / size)) * 100).toFixed(0)} % of that after)`);
    before = after;
    rows.push(row(size, counts));
  }
  console.log(`\nsubscribers    PUT a mail  GET a mail  SQS a mail   US dollars per million mails: S3     SQS     SES   beside SES\n${rows.join('\n')}`);
} finally {
  aws.close();
  await rm(bundles, { recursive: true, force: true });
}

/** Composing without sending: once and then filled in, and anew for each. */
async function composeAlone(config: Config, issue: Issue, bodies: { html: string; text: string }): Promise<void> {
  const cpuOf = async (count: number, work: () => unknown): Promise<number> => {
    const before = process.cpuUsage();
    for (let n = 0; n < count; n++) await work();
    const { user, system } = process.cpuUsage(before);
    return count / ((user + system) / 1e6);
  };
  const to = { address: 'reader.number1@example.org', token: 'x'.repeat(22) };
  const id = subscriberId(to.address);
  const compose = await composer(config, issue, bodies);
  const filled = await cpuOf(50_000, () => compose(id, to));
  const anew = await cpuOf(500, async () => (await composer(config, issue, bodies))(id, to));
  console.log(`composing alone, a core's messages a second: ${Math.round(filled).toLocaleString('en')} filled in, ${Math.round(anew).toLocaleString('en')} composed anew`);
}

function row(size: number, { put, get, sqs }: Counts): string {
  const each = (n: number): string => (n / size).toFixed(4).padStart(10);
  const cost = dollarsOf({ put, get, sqs, mails: size });
  const million = (dollars: number): string => ((dollars / size) * 1e6).toFixed(2);
  const beside = (((cost.s3 + cost.sqs) / cost.ses) * 100).toFixed(2);
  return `${size.toLocaleString('en').padEnd(12)} ${each(put)}  ${each(get)}  ${each(sqs)}${million(cost.s3).padStart(39)}  ${million(cost.sqs).padStart(6)}  ${million(cost.ses).padStart(6)}   ${beside} %`;
}
