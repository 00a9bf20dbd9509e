import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isDate } from '../functions/model/date.ts';
import { isFolder } from './bucket.ts';
import { backup } from './commands/backup.ts';
import { checkFeeds } from './commands/check.ts';
import { collectFeeds, collectSummary } from './commands/collect.ts';
import { deliverAll, deliverySummary } from './commands/deliver.ts';
import { digest, digestSummary } from './commands/digest.ts';
import { doctor, type DoctorOptions, parseReaders } from './commands/doctor.ts';
import { feedsCommands } from './commands/feeds.ts';
import { initCommand } from './commands/init.ts';
import { showIssue } from './commands/issue.ts';
import { parseDate, preview, type PreviewOptions, withPreviewOptions } from './commands/preview.ts';
import { parsePart, restoreBackup, type RestoreOptions } from './commands/restore.ts';
import { resume, type ResumeOptions } from './commands/resume.ts';
import { sendTest, type SendTestOptions } from './commands/send-test.ts';
import { status } from './commands/status.ts';
import { subscribersCommands } from './commands/subscribers.ts';
import { configOf, type Context, type GlobalOptions, makeContext } from './context.ts';
import { explain, OperatorError } from './failure.ts';
import { output } from './output.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

/** Runs the command line; yields the exit code: 0 done, 1 the job could not be done, 2 the command line or newsletter.yaml is wrong. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = commands((code) => (exitCode = code));
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return explain(error);
  }
}

function commands(exit: (code: number) => void): Command {
  const program = new Command('dawnpost')
    .description('Feeds to a daily newsletter: what the Lambdas do, on a folder.')
    .version(version)
    .option('--config <file>', 'the newsletter', 'newsletter.yaml')
    .option('--data <dir>', 'the folder, with the keys of the bucket; or s3://BUCKET, the bucket of a deployed newsletter', '.dawnpost')
    .option('--stack <name>', 'a deployed newsletter, by the name of its stack, such as Dawnpost; in place of --data')
    .option('--now <iso>', 'the time to go by, such as 2026-03-01T07:00:00Z (default: the real one)', parseTime)
    .option('--allow-private', 'fetch from private and loopback addresses too, for feeds of your own network', false)
    .option('--json', 'print a report for programs', false)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(dawnpost --help says more)')
    .exitOverride();

  /** Registers a command. What it returns says whether it did its job. */
  const register = (parent: Command, usage: string, description: string, act: (options: GlobalOptions, command: Command) => Promise<boolean>): Command =>
    parent
      .command(usage)
      .description(description)
      .configureHelp({ showGlobalOptions: true })
      .action(async (...args: unknown[]) => {
        const self = args.at(-1) as Command;
        exit((await act(self.optsWithGlobals<GlobalOptions>(), self)) ? 0 : 1);
      });
  /** A command on the folder. */
  const command = (parent: Command, usage: string, description: string, act: (context: Context, command: Command) => Promise<boolean>): Command =>
    register(parent, usage, description, async (options, self) => act(await makeContext(options), self));

  initCommand(program, exit);

  command(program, 'collect', 'fetch every due feed and keep what is new', async (context, self) => {
    const report = await collectFeeds(context, configOf(context), self.opts<{ all?: boolean }>().all);
    const { lines, ok } = collectSummary(report);
    context.out.report(lines, report);
    return ok;
  }).option('--all', 'the feeds that are not due, too');

  register(program, 'check [url...]', 'ask every feed of the newsletter, or those named, and say how each does; keeps nothing', (options, self) => {
    const context = { options, out: output(options.json) };
    return checkFeeds(context, configOf(context), self.args);
  });

  register(program, 'doctor', 'look at all that the newsletter needs, before its deploy and after, and say what to do; changes nothing', (options, self) => {
    const context = { options, out: output(options.json) };
    return doctor(context, configOf(context), self.opts<DoctorOptions>());
  })
    .option('--no-feeds', 'do not ask the feeds')
    .option('--readers <number>', 'reckon with so many readers, in place of those subscribed', parseReaders)
    .option('--dns <server>', 'ask this DNS server, such as 1.1.1.1 (default: that of this machine)');

  command(program, 'status', 'say how the newsletter does, and which feeds fail', async (context) => {
    await status(context, configOf(context));
    return true;
  });

  command(program, 'digest', 'make the issue of the day and hand it over for delivery', async (context) => {
    const report = await digest(context, configOf(context));
    context.out.report(digestSummary(report), report);
    return true;
  });

  command(program, 'deliver', 'submit what waits for delivery: a file a mail in DIR/outbox', async (context) => {
    const delivery = await deliverAll(context, configOf(context));
    const { lines, ok } = deliverySummary(delivery, `${context.stack.dir}/outbox`);
    context.out.report(lines, delivery);
    return ok;
  });

  command(program, 'run', 'collect, digest and deliver, once each, on a folder', async (context) => {
    // Else a deployed newsletter would have its issue made here and then stop.
    if (!isFolder(context.options)) throw new OperatorError('this command works on a folder only: name one with --data DIR', 2);
    const config = configOf(context);
    const collected = await collectFeeds(context, config);
    const issue = await digest(context, config);
    const delivered = await deliverAll(context, config);
    const collecting = collectSummary(collected);
    const delivery = deliverySummary(delivered, `${context.stack.dir}/outbox`);
    context.out.report([...collecting.lines, ...digestSummary(issue), ...delivery.lines], {
      collect: collected,
      digest: issue,
      deliver: delivered,
    });
    return collecting.ok && delivery.ok;
  });

  withPreviewOptions(
    command(program, 'preview', 'render the issue of the day, or what it would be now, to DIR/preview; sends and changes nothing', (context, self) =>
      preview(context, self.opts<PreviewOptions>()),
    ),
  );

  command(program, 'send-test', 'send the issue of the day, or what it would be now, to some addresses; on no ledger', (context, self) =>
    sendTest(context, configOf(context), self.opts<SendTestOptions>()),
  )
    .requiredOption('--to <address...>', 'who gets it')
    .option('--date <date>', 'a past issue, such as 2026-03-02', parseDate)
    .addOption(new Option('--sample', 'an invented issue').conflicts('date'));

  command(program, 'resume <date>', 'hand an issue over to be delivered to those who have not got it; takes the brake off', async (context, self) => {
    await resume(context, configOf(context), dateOf(self.args[0]!), self.opts<ResumeOptions>());
    return true;
  })
    .option('--late', 'also where it is older than deliver.maxAgeHours')
    .option('--rejected', 'also to those that SES rejected')
    .option('--uncertain', 'also to those who may have it, but whose answer was lost again and again');

  command(program, 'issue <date>', 'say what an issue holds and how its delivery went', async (context, self) => {
    const date = dateOf(self.args[0]!);
    const { export: dir } = self.opts<{ export?: string | true }>();
    await showIssue(context, configOf(context), date, dir === true ? `issue-${date}` : dir);
    return true;
  }).option('--export [dir]', 'write its files, and a CSV of what became of each recipient (default: issue-DATE)');

  command(program, 'backup <dir>', 'copy all that the newsletter knows into a folder, or what has changed since the last time', async (context, self) => {
    await backup(context, self.args[0]!, version);
    return true;
  });

  command(program, 'restore <dir>', 'bring back what the newsletter lacks of a backup; what is there is left alone', async (context, self) => {
    await restoreBackup(context, self.args[0]!, self.opts<RestoreOptions>());
    return true;
  })
    .option('--only <part...>', 'of it, such as subscribers', parsePart)
    .option('--dry-run', 'check the backup, and say what would be restored');

  subscribersCommands(program, exit);
  feedsCommands(program, exit);
  return program;
}

function dateOf(argument: string): string {
  if (isDate(argument)) return argument;
  throw new OperatorError(`${argument} is no date: write one as YYYY-MM-DD, such as 2026-03-02`, 2);
}

function parseTime(text: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('write a time as in ISO 8601, such as 2026-03-01T07:00:00Z.');
  }
  return time;
}
