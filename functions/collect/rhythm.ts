/** What a feed says of when to ask (RSS 2.0: ttl, skipHours, skipDays), read from its words. */
import type { Rhythm } from '../model/feed.ts';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Written {
  readonly ttl?: readonly string[] | undefined;
  readonly skipHours?: readonly string[] | undefined;
  readonly skipDays?: readonly string[] | undefined;
}

/** What makes no sense in it is left out. */
export function rhythmOf({ ttl = [], skipHours = [], skipDays = [] }: Written): Rhythm {
  const minutes = ttl.map(wholeNumber).find((value) => value !== undefined && value > 0);
  // RSS 0.91 counted hours from 1 to 24, RSS 2.0 from 0 to 23.
  const hours = distinct(skipHours.map(wholeNumber).map((hour) => (hour === 24 ? 0 : hour)), 24);
  const weekdays = distinct(skipDays.map((day) => days.indexOf(day.trim().slice(0, 3).toLowerCase())), 7);
  return {
    ...(minutes !== undefined && { ttl: minutes }),
    ...(hours.length > 0 && { skipHours: hours }),
    ...(weekdays.length > 0 && { skipDays: weekdays }),
  };
}

const wholeNumber = (text: string): number | undefined => (/^\s*\d{1,6}\s*$/.test(text) ? Number(text) : undefined);

const distinct = (values: readonly (number | undefined)[], below: number): number[] =>
  [...new Set(values)].filter((value): value is number => value !== undefined && value >= 0 && value < below);
