import { dayFormat } from '../model/date.ts';

/** Dates as the newsletter's readers write them: its locale, its timezone, never the machine's. */
export interface Moments {
  /** The day in full. */
  readonly day: string;
  /** From that date (YYYY-MM-DD) to the day. */
  readonly days: (from: string) => string;
  /** Day and month, for a subject. */
  readonly shortDay: string;
  /**
   * When a story was published: the time on the issue's own day, with the
   * weekday in the week before it, else the date; '' where it can't be told.
   * Never relative ("2 h ago"): the issue is frozen and read at any time.
   */
  readonly published: (iso: string | undefined) => string;
  /** The day of a moment: its weekday in the week before the issue, else the date. */
  readonly since: (iso: string) => { readonly when: string; readonly isWeekday: boolean };
}

/** `date` is the (YYYY-MM-DD); locale and timezone are valid, the configuration saw to that. */
export function momentsOf(date: string, locale: string, timeZone: string): Moments {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const time = format({ timeStyle: 'short' });
  const weekday = format({ weekday: 'short' });
  const full = format({ day: 'numeric', month: 'short', year: 'numeric' });
  // A calendar date has no timezone: read and written as UTC it stays the day it is.
  const noon = Date.parse(`${date}T12:00:00Z`);
  const long = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const dayOf = dayFormat(timeZone);
  const daysBefore = (at: number): number => Math.round((noon - Date.parse(`${dayOf(at)}T12:00:00Z`)) / 86_400_000);
  return {
    day: long.format(noon),
    days: (from) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).formatRange(Date.parse(`${from}T12:00:00Z`), noon),
    shortDay: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long' }).format(noon),
    published(iso) {
      const at = iso === undefined ? NaN : Date.parse(iso);
      if (Number.isNaN(at)) return '';
      const days = daysBefore(at);
      if (days === 0) return time.format(at);
      return days > 0 && days < 7 ? `${weekday.format(at)}\u00A0${time.format(at)}` : full.format(at);
    },
    since(iso) {
      const days = daysBefore(Date.parse(iso));
      const isWeekday = days > 0 && days < 7;
      const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', ...(days > 300 && { year: 'numeric' }) };
      const options: Intl.DateTimeFormatOptions = isWeekday ? { weekday: 'long' } : date;
      return { when: format(options).format(Date.parse(iso)), isWeekday };
    },
  };
}
