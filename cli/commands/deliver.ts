import type { Config } from '../../functions/config.ts';
import { deliver, type DeliverReport, isSettled } from '../../functions/deliver/deliver.ts';
import { frozenIssues } from '../../functions/deliver/frozen.ts';
import { plan, type PlanReport } from '../../functions/deliver/plan.ts';
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
  const done = new Map<string, PlanReport | DeliverReport>();
  const worker = workerName();
  const ports = { ...stack, issues: frozenIssues(stack.store, config) };
  for (;;) {
    const messages = await stack.queue.receive();
    const message = messages.find((candidate) => !done.has(nameOf(candidate)));
    if (message === undefined) break;
    const report =
      'shard' in message
        ? // The real time, whatever the run is told: leases of workers that are alive go by it.
          await deliver({ ...ports, clock: () => new Date() }, config, message, { worker, isGone, now: stack.clock() })
        : await plan(ports, config, message);
    done.set(nameOf(message), report);
    if (report.next) await stack.queue.send(report.next.messages);
    if (!waits(report)) await stack.queue.remove(message);
    out.progress(`delivering: ${done.size} done, ${messages.length - 1} to go`);
  }
  const issues: PlanReport[] = [];
  const shards: DeliverReport[] = [];
  for (const { next: _, ...report } of done.values()) {
    if ('shard' in report) shards.push(report);
    else issues.push(report);
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
      const todo = waits(report) ? 'run deliver again' : `dawnpost resume ${report.date}${report.outcome === 'stale' ? ' --late' : ''} sends it all the same`;
      return `          ${what}: ${report.outcome}: ${report.detail ?? ''}; ${todo}`;
    }),
  ];
  return { lines, ok: failed.length === 0 };
}
