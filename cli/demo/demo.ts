import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import open from 'open';
import { loadLetters } from '../../functions/digest/compile.ts';
import { subscribe } from '../../functions/subscribe/subscribe.ts';
import { collectFeeds, collectSummary } from '../commands/collect.ts';
import { deliverAll, deliverySummary } from '../commands/deliver.ts';
import { digest, digestSummary, templatesDir } from '../commands/digest.ts';
import { configOf, makeContext } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { sampleConfig } from './newsletter.ts';
import { listen, type LoopbackServer } from '../local/listen.ts';
import { serveDemo } from './server.ts';

const readers = ['ada@example.org', 'grace@example.org', 'katherine@example.org'];

/** Runs the whole pipeline on sample feeds, all on this machine; yields the exit code. */
export async function demo(argv: readonly string[]): Promise<number> {
  const program = new Command('npm run demo --')
    .description('Runs the whole pipeline on sample feeds: no account, no network.')
    .option('--once', 'say what it did, and end', false)
    .option('--data <dir>', 'the folder to work in; what a demo before left in it is removed', join('.dawnpost', 'demo'))
    .option('--no-open', 'do not open the inbox in the browser')
    .option('--port <number>', 'the port to listen on; another where it is taken', '8025')
    .parse(argv);
  const options = program.opts<{ once: boolean; open: boolean; data: string; port: string }>();
  const server = await listen(Number(options.port));
  try {
    await pipeline(server, resolve(options.data));
    if (options.once) return 0;
    process.stdout.write(`\nInbox: ${server.origin}/, and the page where one joins: ${server.origin}/subscribe\nCtrl-C ends the demo.\n`);
    if (options.open) await open(server.origin).catch(() => undefined);
    await new Promise((end) => process.once('SIGINT', end).once('SIGTERM', end));
    return 0;
  } finally {
    await server.close();
  }
}

async function pipeline(server: LoopbackServer, dir: string): Promise<void> {
  const now = new Date();
  await emptied(dir);
  const file = join(dir, 'newsletter.yaml');
  await writeFile(file, sampleConfig(server.origin));

  const context = await makeContext({ config: file, data: dir, allowPrivate: true, json: false });
  const config = configOf(context);
  const outbox = join(dir, 'outbox');
  serveDemo(server, now, context.stack, config, await loadLetters(templatesDir, config.look.palettes), outbox);
  for (const address of readers) await subscribe(context.stack, address);
  const collected = await collectFeeds(context, config);
  const issue = await digest(context, config);
  const delivered = await deliverAll(context, config);
  context.out.report(
    [
      `Sample feeds on ${server.origin}; two of them are meant to be broken.`,
      '',
      ...collectSummary(collected).lines,
      ...digestSummary(issue),
      ...deliverySummary(delivered, outbox).lines,
      '',
      `newsletter  ${file}`,
      `mails       ${outbox}/*.eml`,
      `issue       ${join(dir, 'issues', issue.date)}/{issue.json,mail.html,mail.txt,page.html}`,
    ],
    {},
  );
}

/** Tells a folder of the demo from one that holds somebody's own files. */
const marker = '.dawnpost-demo';

/** Makes the folder anew. Refuses one that no demo made. */
async function emptied(dir: string): Promise<void> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length > 0 && !names.includes(marker)) {
    throw new OperatorError(`${dir} holds files that are not the demo's; name an empty folder with --data DIR`, 2);
  }
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, marker), '');
}
