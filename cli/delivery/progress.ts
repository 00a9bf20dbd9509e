/** How the delivery of an issue does. Pure: from what is stored to figures and lines. */
import type { Brake } from '../../functions/deliver/brake.ts';
import { type Ledger, type Tally, tally } from '../../functions/deliver/ledger.ts';
import type { Plan } from '../../functions/deliver/plan.ts';
import { count } from '../output.ts';

/** What is stored of a delivery. */
export interface Delivered {
  readonly date: string;
  readonly plan?: Plan;
  readonly brake?: Brake;
  readonly ledgers: readonly Ledger[];
}

export interface Progress extends Tally {
  readonly date: string;
  readonly state: 'not-planned' | 'under-way' | 'braked' | 'complete';
  /** Subscribers it is for. */
  readonly recipients: number;
  /** Not submitted yet: of parts that nobody has taken up too. */
  readonly waiting: number;
  /** Messages a second: of the last minute in which any was submitted. */
  readonly perSecond: number;
  /** Undefined where nothing moves, or nothing is left. */
  readonly secondsLeft?: number;
  /** Why the brake is on. */
  readonly reason?: string;
  /** ISO time of the last message submitted. */
  readonly last?: string;
}

const minute = 60_000;

export function progressOf({ date, plan, brake, ledgers }: Delivered, now: Date): Progress {
  const counts = tally(...ledgers);
  const known = ledgers.reduce((sum, { entries }) => sum + Object.keys(entries).length, 0);
  // Who has joined or left since the plan makes the parts differ a little from what it counted.
  const recipients = Math.max(plan?.recipients ?? 0, known);
  const waiting = recipients - known + counts.planned + counts.claimed;
  const times = ledgers.flatMap(({ entries }) => Object.values(entries).flatMap((entry) => (entry.state === 'submitted' ? [Date.parse(entry.at)] : [])));
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity);
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  // A delivery of half a minute has no whole minute to count over.
  const over = Math.min(minute, Math.max(1000, last - first));
  const perSecond = times.filter((time) => time > last - over).length / (over / 1000);
  const moving = now.getTime() - last < 5 * minute;
  return {
    ...counts,
    date,
    state: brake ? 'braked' : !plan ? 'not-planned' : waiting > 0 ? 'under-way' : 'complete',
    recipients,
    waiting,
    perSecond: Math.round(perSecond * 10) / 10,
    ...(waiting > 0 && moving && !brake && perSecond > 0 && { secondsLeft: Math.ceil(waiting / perSecond) }),
    ...(brake && { reason: brake.reason }),
    ...(times.length > 0 && { last: new Date(last).toISOString() }),
  };
}

/** One line, without the date: `1,200 of 5,000 submitted, 3 rejected; 48 a second, about 1 minute left`. */
export function progressLine(progress: Progress): string {
  const { state, recipients, submitted, rejected, uncertain, left, repeated, waiting, perSecond, secondsLeft, reason } = progress;
  if (state === 'not-planned') return 'not begun yet';
  const facts = [
    `${number(submitted)} of ${number(recipients)} submitted`,
    ...(rejected > 0 ? [`${number(rejected)} rejected`] : []),
    ...(uncertain > 0 ? [`${number(uncertain)} uncertain`] : []),
    ...(repeated > 0 ? [`${number(repeated)} maybe twice`] : []),
    ...(left > 0 ? [`${number(left)} left in time`] : []),
  ].join(', ');
  const rate = `${number(perSecond)} a second`;
  if (state === 'braked') return `${facts}; stopped: ${reason}; \`dawnpost resume ${progress.date}\` goes on`;
  if (waiting === 0) return perSecond > 0 ? `${facts}; ${rate}` : facts;
  return secondsLeft === undefined ? `${facts}; nothing moves; \`dawnpost resume ${progress.date}\` hands it over again` : `${facts}; ${rate}, about ${duration(secondsLeft)} left`;
}

const number = (n: number): string => n.toLocaleString('en');

function duration(seconds: number): string {
  if (seconds < 90) return count(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? count(minutes, 'minute') : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
