import pMap from 'p-map';
import { releaseBrake } from '../../functions/deliver/brake.ts';
import { staleness } from '../../functions/deliver/frozen.ts';
import { type Ledger, replanned } from '../../functions/deliver/ledger.ts';
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
  readonly uncertain?: true;
}

/** Hands an issue over to be delivered to those who have not got it: takes the brake off, and whoever has it is on a ledger. */
export async function resume(context: Context, { deliver }: Pick<Config, 'deliver'>, date: string, options: ResumeOptions): Promise<void> {
  const { stack, out } = context;
  const now = stack.clock();
  const issue = await read<Issue>(stack.store, issueKey(date, 'issue.json'));
  if (!issue) throw new OperatorError(`there is no issue of ${date}; \`dawnpost status\` names the last one`);
  const late = options.late ? { late: now.toISOString() } : {};
  const stale = staleness({ at: new Date(issue.at) }, now, late, deliver.maxAgeHours);
  if (stale !== undefined) throw new OperatorError(`${stale}: with --late it goes out all the same`);
  await planAgain(context, date, options);
  await releaseBrake(stack.store, date, now, stack.nonce());
  const progress = progressOf(await readDelivery(context, date, deliver.afterCrash), now);
  const begun = progress.state !== 'not-planned';
  if (begun && progress.waiting === 0) return out.report([`issue ${date}: nothing is left to submit; ${progressLine(progress)}`], { handedOver: false, ...progress });
  await stack.queue.send([{ date, ...late }]);
  out.report(
    [`issue ${date} is handed over: ${begun ? `${count(progress.waiting, 'mail')} to go` : 'none of it was submitted so far'}`, isFolder(context.options) ? '  `dawnpost deliver` submits it' : '  `dawnpost status` says how it does'],
    { handedOver: true, ...progress },
  );
}

/** Those that SES rejected, or whose fate is unknown, are to be tried again where the operator says so. */
async function planAgain(context: Context, date: string, { rejected, uncertain }: ResumeOptions): Promise<void> {
  const { store, nonce } = context.stack;
  const states = [...(rejected ? (['rejected'] as const) : []), ...(uncertain ? (['uncertain'] as const) : [])];
  if (states.length === 0) return;
  let busy = 0;
  await pMap(
    await ledgerKeys(context, date),
    ({ key }) =>
      update<Ledger>(store, key, (ledger) => {
        // A worker is at it, and would stop if somebody else wrote.
        const held = ledger?.lease !== undefined && Date.parse(ledger.lease.until) > Date.now();
        if (held) busy += 1;
        return ledger && !held ? replanned(ledger, states, nonce()) : undefined;
      }),
    { concurrency: 16 },
  );
  if (busy > 0) context.out.complain(`dawnpost: ${count(busy, 'part')} being delivered at this moment left as they are; run it again in two minutes`);
}
