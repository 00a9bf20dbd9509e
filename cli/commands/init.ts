/** The first command of an operator: writes newsletter.yaml. */
import type { Command } from 'commander';
import type { GlobalOptions } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { initNewsletter } from '../init/init.ts';
import type { InitOptions } from '../init/options.ts';
import { Interrupted, isWatched, openTerminal } from '../init/terminal.ts';
import { output } from '../output.ts';

const more = `
What an option answers is not asked. Where nobody can be asked (no terminal),
--name, --from, --postal-address, and --opml or --feed are needed.

Nothing is fetched of an OPML file's feeds; \`dawnpost check\` asks them. The sample
that comes with Dawnpost, whose sender is at example.com, is replaced; a file of
your own is left as it is. What is replaced is kept beside it, as .bak.

For example:
  npx dawnpost init
  npx dawnpost init --name "The Harbour Brief" --from digest@harbour.example \\
    --postal-address "1 Quay, Port Ellery" --opml feeds.opml`;

/** Registers `init`; `exit` takes the exit code. */
export function initCommand(program: Command, exit: (code: number) => void): void {
  program
    .command('init')
    .description('ask what a newsletter needs, and write newsletter.yaml')
    .configureHelp({ showGlobalOptions: true })
    .option('--name <text>', 'name of the newsletter')
    .option('--from <sender>', '"NAME <ADDRESS>", or the address alone, of a domain that is yours')
    .option('--postal-address <text>', 'in the footer of every mail; anti-spam laws ask for it')
    .option('--locale <tag>', 'language of dates and fixed texts, such as en-GB (default: that of the environment)')
    .option('--timezone <name>', 'such as Europe/London (default: that of this machine)')
    .option('--at <time>', 'time of day at which it goes out (default: 07:00)')
    .option('--alerts <address...>', 'who is mailed when something fails')
    .option('--opml <file>', 'feeds from a feed reader (- for stdin), its folders as sections')
    .option('--feed <url...>', 'addresses of sites or feeds')
    .option('--section <title>', 'heading of the feeds that are in no folder (default: News)')
    .option('--existing-identity', "the sender's domain is set up in SES already")
    .option('--zone <name=id>', 'hosted zone of Route 53 that takes the DNS records (default: the deploy prints them)')
    .option('--url <url>', "address of the pages (default: AWS's own)")
    .option('--stack-name <name>', 'of the CloudFormation stack, one for each newsletter of an account (default: Dawnpost)')
    .option('--yes', 'ask only what has no usual answer')
    .option('--force', 'replace a newsletter.yaml of your own')
    .addHelpText('after', more)
    .action(async (...args: unknown[]) => {
      const self = args.at(-1) as Command;
      exit((await init(self.optsWithGlobals<GlobalOptions>(), self.opts<InitOptions>())) ? 0 : 1);
    });
}

async function init(global: GlobalOptions, options: InitOptions): Promise<boolean> {
  if (global.stack !== undefined) throw new OperatorError('--stack is a newsletter that is deployed already; --stack-name names the stack of the new one', 2);
  const context = { options: global, out: output(global.json) };
  const around = { env: process.env, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  try {
    return await initNewsletter(context, options, around, isWatched() ? await openTerminal() : undefined);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    context.out.complain('ended; nothing was written');
    // A feed that is still being asked would hold the process for seconds.
    process.exit(1);
  }
}
