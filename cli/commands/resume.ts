import pMap from 'p-map';
import { releaseBrake } from '../../functions/deliver/brake.ts';
import { staleness } from '../../functions/deliver/frozen.ts';
import { type Ledger, open, takeOver, withRejectedAgain } from '../../functions/deliver/ledger.ts';
import type { Config } from '../../functions/config.ts';
import { issueKey } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { read, update } from '../../functions/objects.ts';
import { isFolder } from '../bucket.ts';
import type { Context } from '../context.ts';
import { progressLine, progressOf } from '../delivery/progress.ts';
import { ledgerKeys, readDelivery } from '../delivery/read.ts';
import { OperatorError } from '../failure.ts';
import { count } from '../output.ts';

export interface ResumeOptions {
  readonly late?: true;
  readonly rejected?: true;
}

/** Hands an issue over to be delivered to those who have not got it: takes the brake off, and whoever has it is on a ledger. */
export async function resume(context: Context, { deliver }: Pick<Config, 'deliver'>, date: string, { late, rejected }: ResumeOptions): Promise<void> {
  const { stack, out } = context;
  const issue = await read<Issue>(stack.store, issueKey(date, 'issue.json'));
  if (!issue) throw new OperatorError(`there is no issue of ${date}; \`dawnpost status\` names the last one`);
  const stale = staleness({ at: new Date(issue.at) }, stack.clock(), { ...(late && { late }) }, deliver.maxAgeHours);
  if (stale !== undefined) throw new OperatorError(`${stale}: with --late it is sent all the same`);
  if (rejected) await pMap(await ledgerKeys(context, date), (key) => rejectedAgain(context, key), { concurrency: 16 });
  await releaseBrake(stack.store, date, stack.clock(), stack.nonce());
  const delivered = await readDelivery(context, date);
  const progress = progressOf(delivered, stack.clock());
  const notTakenUp = progress.waiting - progress.planned - progress.claimed;
  const left = notTakenUp + delivered.ledgers.reduce((sum, ledger) => sum + open(takeOver(ledger), deliver.afterCrash).length, 0);
  const begun = progress.state !== 'not-planned';
  if (begun && left === 0) return out.report([`issue ${date}: nothing is left to send; ${progressLine(progress)}`], { handedOver: false, ...progress });
  await stack.queue.send([{ date, ...(late && { late }) }]);
  out.report(
    [`issue ${date} is handed over: ${begun ? `${count(left, 'mail')} to go` : 'none of it was sent so far'}`, isFolder(context.options) ? '  `dawnpost deliver` sends it' : '  `dawnpost status` says how it does'],
    { handedOver: true, ...progress },
  );
}

/** Those that SES rejected are to be tried again. A ledger that a worker is at is left to it: it has its own of them. */
async function rejectedAgain({ stack }: Context, key: string): Promise<void> {
  await update<Ledger>(stack.store, key, (ledger) => (ledger && (!ledger.lease || Date.parse(ledger.lease.until) < Date.now()) ? withRejectedAgain(ledger, stack.nonce()) : undefined));
}
