/** The operator's commands around the list of subscribers. */
import { type Command, Option } from 'commander';
import { subscriberStates } from '../../functions/model/subscriber.ts';
import { type Context, type GlobalOptions, makeContext } from '../context.ts';
import { addSubscribers, removeSubscribers } from '../subscribers/changing.ts';
import { exportSubscribers } from '../subscribers/exporting.ts';
import { type ImportOptions, importSubscribers } from '../subscribers/importing.ts';
import { listSubscribers, type ListOptions } from '../subscribers/listing.ts';
import { eraseSubscribers, showSubscriber } from '../subscribers/one.ts';
import { serviceNames } from '../subscribers/services.ts';

/** Registers `subscribers …`; `exit` takes the exit code. */
export function subscribersCommands(program: Command, exit: (code: number) => void): void {
  const subscribers = program.command('subscribers').description('who gets the newsletter').configureHelp({ showGlobalOptions: true });
  const command = <Options>(usage: string, description: string, act: (context: Context, args: readonly string[], options: Options) => Promise<boolean>): Command =>
    subscribers.command(usage).description(description).configureHelp({ showGlobalOptions: true }).action(async (...args: unknown[]) => {
      const self = args.at(-1) as Command;
      const context = await makeContext(self.optsWithGlobals<GlobalOptions>());
      exit((await act(context, self.args, self.opts() as Options)) ? 0 : 1);
    });
  command('add <address...>', 'add active subscribers; ask them first', addSubscribers);
  command('remove <address...>', 'end subscriptions', removeSubscribers);
  command<ListOptions>('list', 'print the active subscribers, an address a line, in the order of the shards that they are stored in', async (context, _, options) => {
    await listSubscribers(context, options);
    return true;
  })
    .option('--all', 'everyone ever known, with state and time')
    .addOption(new Option('--state <state>', 'all of that state, with state and time').choices(subscriberStates).conflicts('all'));
  command('show <address>', 'say all that is stored of one subscriber; exit code 1 where there is none', (context, [address]) => showSubscriber(context, address!));
  command<ImportOptions>('import <file...>', 'add the subscribers of CSV files, of another service or your own; who has left, here or there, is not made active', importSubscribers)
    .addOption(new Option('--from <service>', 'the service whose export they are (default: told by the columns)').choices(serviceNames))
    .option('--consent <text>', 'the words that they agreed to, kept with each of them')
    .option('--refused <file>', "where rows go that can't be taken (default: FILE.refused.csv, beside each file)")
    .option('--dry-run', 'say what would become of them; write nothing');
  command<{ out?: string }>('export', 'write everyone ever known as CSV, which import takes again; the links of their mails are not in it', async (context, _, { out }) => {
    await exportSubscribers(context, out);
    return true;
  }).option('--out <file>', 'to that file (default: stdout)');
  command<{ yes?: boolean }>('erase <address...>', 'take out all that is stored of somebody, for good; nothing then keeps an import from adding them', (context, addresses, { yes }) =>
    eraseSubscribers(context, addresses, yes ?? false),
  ).option('--yes', 'do it; else it says what would be erased, exit code 2');
}
