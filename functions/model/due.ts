/** When issues are due: the operator's schedule, read as EventBridge Scheduler reads it. */
import { tzOffset } from '@date-fns/tz';
import { dateIn, daysBefore } from './date.ts';
import { type Weekday, weekdays } from './weekday.ts';

/** The part of newsletter.yaml that says when it is morning. */
export interface Timetable {
  readonly timezone: string;
  readonly schedule: { readonly at: string; readonly days: readonly Weekday[] };
}

/** An issue that should be there by now. */
export interface Due {
  /** YYYY-MM-DD in the newsletter's timezone. */
  readonly date: string;
  readonly at: Date;
}

/**
 * The last issue that was due at `now` or before. A time that the clocks leave
 * out in spring is due as much later as they are put on, although Scheduler
 * passes over it; one that comes twice in autumn is due the first time
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time).
 */
export function lastDue({ timezone, schedule }: Timetable, now: Date): Due {
  const today = dateIn(timezone, now);
  for (let back = 0; ; back++) {
    const date = daysBefore(today, back);
    const at = moment(date, schedule.at, timezone);
    if (schedule.days.includes(weekdayOf(date)) && at.getTime() <= now.getTime()) return { date, at };
  }
}

const weekdayOf = (date: string): Weekday => weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]!;

/** The moment of a time of day (HH:MM) on a date, in the timezone: by the offset of the day before, unless only that of the day after reads so. */
function moment(date: string, time: string, timezone: string): Date {
  const local = Date.parse(`${date}T${time}:00Z`);
  const offset = (at: number): number => tzOffset(timezone, new Date(at)) * 60_000;
  const [before, after] = [offset(local - day), offset(local + day)];
  const onlyAfter = offset(local - before) !== before && offset(local - after) === after;
  return new Date(local - (onlyAfter ? after : before));
}

const day = 86_400_000;
