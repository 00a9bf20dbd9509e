/** The list against what SES allows. Pure. */
import type { Config } from '../../functions/config.ts';
import { type Answer, valueOf } from './answer.ts';
import { advice, type Check, ok, todo, unknown } from './check.ts';
import type { Sending } from './facts.ts';
import { duration, number } from './number.ts';

/** Messages a second of a worker, at least (bench/deliver.ts). */
export const workerRate = 50;

/** `counted`: the active subscribers, where there is a list; `named`: the number to reckon with in its place. */
export function readerChecks(counted: Answer<number> | undefined, named: number | undefined, sending: Answer<Sending>, config: Pick<Config, 'deliver' | 'watch'>): Check[] {
  const list = counted === undefined ? [] : [counted.kind === 'failed' ? unknown('readers.count', 'active subscribers', counted) : listCheck(counted.value)];
  const readers = named ?? valueOf(counted);
  if (readers === undefined || readers === 0 || sending.kind === 'failed') return list;
  return [...list, quotaCheck(readers, sending.value, config.watch.quotaPercent), ...paceChecks(readers, sending.value, config.deliver)];
}

const listCheck = (readers: number): Check => (readers === 0 ? advice('readers.count', 'nobody is subscribed yet', 'invite readers to the pages, or `dawnpost subscribers import FILE`') : ok('readers.count', readers === 1 ? '1 active subscriber' : `${number(readers)} active subscribers`));

function quotaCheck(readers: number, { perDay }: Sending, percent: number): Check {
  const more = 'ask for more in the Service Quotas console (Amazon SES, sending quota)';
  if (readers > perDay) return todo('readers.quota', `${number(readers)} readers are more than the ${number(perDay)} mails that SES allows in 24 hours, so no issue goes out`, more);
  const used = Math.round((readers / perDay) * 100);
  return used >= percent ? advice('readers.quota', `an issue takes ${used} % of the ${number(perDay)} mails that SES allows in 24 hours`, more) : ok('readers.quota', `an issue takes ${used < 1 ? 'less than 1' : used} % of SES's 24 hours`);
}

function paceChecks(readers: number, { perSecond }: Sending, { workers, maxAgeHours }: Config['deliver']): Check[] {
  // SES names no rate where an account may not send at all, which is told elsewhere.
  if (!(perSecond > 0)) return [];
  const seconds = readers / Math.min(perSecond, workers * workerRate);
  // At SES's rate by as few workers as do it; newsletter.yaml has two at least.
  const enough = Math.min(200, Math.max(2, Math.ceil(perSecond / workerRate)));
  const took = `a delivery takes ${duration(seconds)} at ${number(Math.min(perSecond, workers * workerRate))} a second`;
  if (seconds > maxAgeHours * 3600) return [todo('readers.pace', `${took}: longer than an issue may be old (deliver.maxAgeHours: ${maxAgeHours})`, 'ask SES for a higher rate in the Service Quotas console')];
  const faster = readers / Math.min(perSecond, enough * workerRate);
  if (workers < enough && seconds - faster > 60) return [advice('readers.pace', `${took}, and could take ${duration(faster)} at SES's ${number(perSecond)}`, `write \`deliver: { workers: ${enough} }\``)];
  if (workers > enough) return [advice('readers.pace', `${took}, which ${enough} workers do as well as ${workers}`, `write \`deliver: { workers: ${enough} }\`: the others wait, and waiting is paid for`)];
  return [ok('readers.pace', took)];
}
