import type { Schedule } from './deployed.ts';

const minuteMs = 60_000;
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * When a schedule of EventBridge Scheduler is due next after a moment
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html):
 * `rate(…)`, counted from that moment, or a `cron(…)` that names minutes, hours
 * and weekdays. Throws on others.
 */
export function nextFiring({ expression, timezone }: Pick<Schedule, 'expression' | 'timezone'>, after: Date): Date {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (amount !== undefined) return new Date(after.getTime() + Number(amount) * { minute: 1, hour: 60, day: 1440 }[unit as 'minute' | 'hour' | 'day'] * minuteMs);
  const [, minutes, hours, day, month, weekdays, year] = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(expression) ?? [];
  if (minutes === undefined || !/^[?*]$/.test(day!) || month !== '*' || year !== '*') throw new Error(`${expression} is not understood here`);
  const local = new Intl.DateTimeFormat('en-US', { timeZone: timezone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const first = (Math.floor(after.getTime() / minuteMs) + 1) * minuteMs;
  for (let at = first; at < first + 8 * 1440 * minuteMs; at += minuteMs) {
    const part = Object.fromEntries(local.formatToParts(at).map(({ type, value }) => [type, value])) as Record<'weekday' | 'hour' | 'minute', string>;
    if (has(minutes, Number(part.minute), []) && has(hours!, Number(part.hour), []) && has(weekdays!, days.indexOf(part.weekday.toUpperCase()), days)) return new Date(at);
  }
  throw new Error(`${expression} is due on no day of a week`);
}

/** Whether a field of a cron expression has a value: `*`, `?`, `1`, `1,2`, `1-5`, `0/15`, or names. */
function has(field: string, value: number, names: readonly string[]): boolean {
  if (field === '*' || field === '?') return true;
  const number = (text: string): number => (names.includes(text) ? names.indexOf(text) : names.length > 0 ? Number(text) - 1 : Number(text));
  return field.split(',').some((part) => {
    const [range, step] = part.split('/') as [string, string?];
    const [from, to] = range.split('-').map(number) as [number, number?];
    if (step !== undefined) return value >= from && (value - from) % Number(step) === 0;
    return to === undefined ? value === from : from <= to ? value >= from && value <= to : value >= from || value <= to;
  });
}

/** The event that the schedule hands over when it is due at that moment. */
export const scheduledEvent = ({ input }: Pick<Schedule, 'input'>, at: Date): unknown =>
  JSON.parse(input.replaceAll('<aws.scheduler.scheduled-time>', `${at.toISOString().slice(0, 19)}Z`)) as unknown;
