import type { Config } from '../../functions/config.ts';
import { countAnswers } from '../../functions/deliver/brake.ts';
import { deliver } from '../../functions/deliver/deliver.ts';
import { frozenIssues } from '../../functions/deliver/frozen.ts';
import { rosterReader } from '../../functions/deliver/rosters.ts';
import { plan, type PlanReport } from '../../functions/deliver/plan.ts';
import { type DeliverReport, isSettled } from '../../functions/deliver/report.ts';
import type { Context } from '../context.ts';
import { nameOf } from '../local/folder-queue.ts';
import { isGone, workerName } from '../local/worker.ts';
import { count } from '../output.ts';

/** What was done with all that waited. */
export interface Delivery {
  readonly issues: readonly PlanReport[];
  readonly shards: readonly DeliverReport[];
}

/** Plans and parts that wait for something: they stay in the folder's queue, and the next run tries again. */
const waits = (report: PlanReport | DeliverReport): boolean =>
  'shard' in report ? !isSettled(report) : report.outcome === 'waiting' || report.outcome === 'refused' || report.outcome === 'no-issue';

/** Delivers all that waits in the folder's queue, one after the other: so one window at most is in flight. */
export async function deliverAll({ stack, out }: Context, config: Config): Promise<Delivery> {
  const issues: PlanReport[] = [];
  const shards: DeliverReport[] = [];
  const tried = new Set<string>();
  const worker = workerName();
  const ports = { ...stack, issues: frozenIssues(stack.store, config), answers: countAnswers(), rosters: rosterReader(stack.store) };
  for (;;) {
    const messages = await stack.queue.receive();
    const message = messages.find((candidate) => !tried.has(nameOf(candidate)));
    if (message === undefined) break;
    const report =
      'shard' in message
        ? // The real time, whatever the run is told: leases of workers that are alive go by it.
          await deliver({ ...ports, clock: () => new Date() }, config, message, { worker, isGone, now: stack.clock() })
        : await plan(ports, config, message);
    const { next, ...facts } = report;
    if ('shard' in facts) shards.push(facts);
    else issues.push(facts);
    // What is handed over anew is not what was tried before, unless it is this message itself.
    for (const handed of next?.messages ?? []) tried.delete(nameOf(handed));
    tried.add(nameOf(message));
    if (next) await stack.queue.send(next.messages);
    if (!waits(report)) await stack.queue.remove(message);
    out.progress(`delivering: ${issues.length + shards.length} done, ${messages.length - 1} to go`);
  }
  return { issues, shards };
}

/** What the delivery did, for a person, and whether it did its job. */
export function deliverySummary({ issues, shards }: Delivery, outboxDir: string): { readonly lines: string[]; readonly ok: boolean } {
  if (issues.length + shards.length === 0) return { lines: ['deliver   nothing waits to be delivered'], ok: true };
  const sum = (state: 'rejected' | 'uncertain' | 'left'): number => shards.reduce((total, { tally }) => total + (tally?.[state] ?? 0), 0);
  const submitted = shards.reduce((total, report) => total + report.submitted, 0);
  const before = shards.reduce((total, { tally }) => total + (tally?.submitted ?? 0), 0) - submitted;
  const facts = [
    count(submitted, 'mail'),
    ...(before > 0 ? [`${before} submitted before`] : []),
    ...(sum('rejected') > 0 ? [`${sum('rejected')} rejected`] : []),
    ...(sum('left') > 0 ? [`${sum('left')} left in time`] : []),
    ...(sum('uncertain') > 0 ? [`${sum('uncertain')} without an answer`] : []),
  ];
  const failed = [...issues, ...shards].filter((report) => waits(report) || report.outcome === 'stale' || report.outcome === 'braked');
  const lines = [
    `deliver   ${facts.join(', ')}${submitted > 0 ? ` → ${outboxDir}` : ''}`,
    ...failed.map((report) => {
      const what = 'shard' in report ? `${report.date} shard ${report.shard}` : `issue ${report.date}`;
      const todo = {
        'no-issue': 'make it with `dawnpost digest`',
        stale: `\`dawnpost resume ${report.date} --late\` submits it all the same`,
        braked: `\`dawnpost resume ${report.date}\` goes on`,
      }[report.outcome as string] ?? 'run deliver again';
      return `          ${what}: ${report.outcome}: ${report.detail ?? ''}; ${todo}`;
    }),
  ];
  return { lines, ok: failed.length === 0 };
}
