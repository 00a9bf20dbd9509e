/** The operator's commands around the feeds of newsletter.yaml. */
import type { Command } from 'commander';
import type { GlobalOptions } from '../context.ts';
import { OperatorError } from '../failure.ts';
import { addFeed, type AddOptions } from '../feeds/adding.ts';
import { addressesOf } from '../feeds/addresses.ts';
import type { FeedsContext } from '../feeds/context.ts';
import { exportFeeds, importFeeds, type ImportOptions } from '../feeds/exchange.ts';
import { knownSection, type ListedFeed, type Newsletter, withoutFeed } from '../feeds/newsletter.ts';
import { readNewsletter, updateNewsletter } from '../feeds/newsletter-file.ts';
import { output, table } from '../output.ts';

/** Registers `feeds …`; `exit` takes the exit code. */
export function feedsCommands(program: Command, exit: (code: number) => void): void {
  const feeds = program.command('feeds').description('the feeds of the newsletter').configureHelp({ showGlobalOptions: true });
  const command = <Options>(usage: string, description: string, act: (context: FeedsContext, args: readonly string[], options: Options) => Promise<boolean>): Command =>
    feeds.command(usage).description(description).configureHelp({ showGlobalOptions: true }).action(async (...args: unknown[]) => {
      const self = args.at(-1) as Command;
      const options = self.optsWithGlobals<GlobalOptions>();
      exit((await act({ options, out: output(options.json) }, self.args, self.opts() as Options)) ? 0 : 1);
    });
  command<AddOptions>('add <url>', 'find the feed of a site, or take a feed, and add it to the newsletter', (context, [url], options) => addFeed(context, url!, options))
    .option('--section <title>', 'the section it goes to; made if there is none of that title')
    .option('--name <name>', "the name that readers see (default: the feed's own title)")
    .option('--dry-run', 'find it and say what would be added; write nothing');
  command<ImportOptions>('import <file>', 'add the feeds of an OPML file (- for stdin), its folders as sections', (context, [file], options) => importFeeds(context, file!, options))
    .option('--section <title>', 'the section of feeds that are in no folder (default: their category, or Feeds)')
    .option('--dry-run', 'say what would be added; write nothing');
  command('export [file]', 'write the feeds as OPML to stdout, or to a file', (context, [file]) => exportFeeds(context, file));
  command('list', 'print section, name and address of every feed', (context) => listFeeds(context));
  command('remove <url>', 'take a feed out, and the section that it leaves empty', (context, [url]) => removeFeed(context, url!));
}

async function listFeeds({ options, out }: FeedsContext): Promise<boolean> {
  const { feeds } = readNewsletter(options.config);
  if (feeds.length === 0) out.complain('no feeds yet; add one with `dawnpost feeds add URL`');
  out.report(table(feeds.map(({ section, name, url }) => [section, name, url])), { feeds });
  return Promise.resolve(true);
}

async function removeFeed({ options, out }: FeedsContext, given: string): Promise<boolean> {
  const addresses = addressesOf(given);
  let gone: ListedFeed | undefined;
  const { newsletter } = await updateNewsletter(options.config, (before) => {
    gone = before.feeds.find(({ url }) => addresses.includes(url));
    if (!gone) throw new OperatorError(unknownSection(before, given, addresses));
    if (before.feeds.length === 1) throw new OperatorError(`“${gone.name}” is the only feed of ${before.file}, and a newsletter needs one; add another first`);
    return { newsletter: withoutFeed(before, gone.url) };
  });
  const { name, section, url } = gone!;
  const emptied = knownSection(newsletter, section) === undefined;
  out.report([`removed “${name}” from section “${section}”${emptied ? ', and the section, which had no other feed' : ''}`, `  ${url}`], { removed: { section, name, url }, sectionRemoved: emptied });
  return true;
}

function unknownSection({ feeds, file }: Newsletter, given: string, addresses: readonly string[]): string {
  const host = new URL(addresses[0]!).hostname;
  const near = feeds.filter(({ url }) => new URL(url).hostname === host).slice(0, 10);
  const rows = table(near.map(({ url, name }) => [`  ${url}`, name]));
  return [`${given} is not in ${file}; ${near.length > 0 ? 'of its host there are:' : '`dawnpost feeds list` prints what is'}`, ...rows].join('\n');
}
