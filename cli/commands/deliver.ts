import { deliver, type DeliverReport, isSettled } from '../../functions/deliver/deliver.ts';
import type { Config } from '../../functions/config.ts';
import { type Context } from '../context.ts';
import { isGone, workerName } from '../local/worker.ts';
import { count } from '../output.ts';

/** Delivers every shard that waits in the folder's queue, one after the other: so one window at most is in flight. */
export async function deliverAll({ stack, out }: Context, config: Config): Promise<DeliverReport[]> {
  const reports: DeliverReport[] = [];
  const worker = workerName();
  const messages = await stack.queue.receive();
  for (const message of messages) {
    // The real time, whatever the run is told: leases of workers that are alive go by it.
    const report = await deliver({ ...stack, clock: () => new Date() }, config, message, { worker, isGone });
    reports.push(report);
    if (isSettled(report)) await stack.queue.remove(message);
    out.progress(`delivering: ${reports.length} of ${count(messages.length, 'shard')}`);
  }
  return reports;
}

/** What the delivery did, for a person, and whether it did its job. */
export function deliverySummary(reports: readonly DeliverReport[], outboxDir: string): { readonly lines: string[]; readonly ok: boolean } {
  if (reports.length === 0) return { lines: ['deliver   nothing waits to be delivered'], ok: true };
  const sum = (state: 'rejected' | 'uncertain' | 'left'): number => reports.reduce((total, { tally }) => total + (tally?.[state] ?? 0), 0);
  const submitted = reports.reduce((total, report) => total + report.submitted, 0);
  const before = reports.reduce((total, { tally }) => total + (tally?.submitted ?? 0), 0) - submitted;
  const facts = [
    count(submitted, 'mail'),
    ...(before > 0 ? [`${before} submitted before`] : []),
    ...(sum('rejected') > 0 ? [`${sum('rejected')} rejected`] : []),
    ...(sum('left') > 0 ? [`${sum('left')} left in time`] : []),
    ...(sum('uncertain') > 0 ? [`${sum('uncertain')} without an answer`] : []),
  ];
  const unsettled = reports.filter((report) => !isSettled(report));
  const lines = [
    `deliver   ${facts.join(', ')}${submitted > 0 ? ` → ${outboxDir}` : ''}`,
    ...unsettled.map(({ date, shard, outcome, detail }) => `          ${date} shard ${shard}: ${outcome}: ${detail ?? ''}; run deliver again`),
  ];
  return { lines, ok: unsettled.length === 0 };
}
