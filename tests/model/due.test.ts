import { describe, expect, it } from 'vitest';
import { lastDue } from '../../functions/model/due.ts';
import { type Weekday, weekdays } from '../../functions/model/weekday.ts';

const due = (timezone: string, at: string, now: string, days: readonly Weekday[] = weekdays) => {
  const { date, at: moment } = lastDue({ timezone, schedule: { at, days } }, new Date(now));
  return `${date} ${moment.toISOString()}`;
};

describe('the last issue that was due', () => {
  it.each([
    ['today’s, at its minute', 'Europe/London', '07:00', '2026-01-05T07:00:00Z', '2026-01-05 2026-01-05T07:00:00.000Z'],
    ['yesterday’s, a moment before', 'Europe/London', '07:00', '2026-01-05T06:59:59.999Z', '2026-01-04 2026-01-04T07:00:00.000Z'],
    ['by summer time', 'Europe/London', '07:00', '2026-07-01T06:30:00Z', '2026-07-01 2026-07-01T06:00:00.000Z'],
    ['of a date that UTC has not reached', 'Pacific/Auckland', '06:30', '2026-07-01T18:31:00Z', '2026-07-02 2026-07-01T18:30:00.000Z'],
    ['of a date that UTC has left', 'America/Los_Angeles', '23:30', '2026-07-02T06:45:00Z', '2026-07-01 2026-07-02T06:30:00.000Z'],
    ['at half an hour’s offset', 'Asia/Kolkata', '07:00', '2026-03-01T01:30:00Z', '2026-03-01 2026-03-01T01:30:00.000Z'],
    ['on a morning whose clocks left the time out, an hour on', 'Europe/London', '01:30', '2026-03-29T12:00:00Z', '2026-03-29 2026-03-29T01:30:00.000Z'],
    ['in New York’s spring too', 'America/New_York', '02:30', '2026-03-08T12:00:00Z', '2026-03-08 2026-03-08T07:30:00.000Z'],
    ['once on a morning that has the time twice, the first of them', 'Europe/London', '01:30', '2026-10-25T01:45:00Z', '2026-10-25 2026-10-25T00:30:00.000Z'],
    ['at midnight', 'Europe/Berlin', '00:00', '2026-06-01T21:59:00Z', '2026-06-01 2026-05-31T22:00:00.000Z'],
    ['across a day that Samoa left out', 'Pacific/Apia', '07:00', '2011-12-31T05:00:00Z', '2011-12-31 2011-12-30T17:00:00.000Z'],
  ])('is %s', (_, timezone, at, now, expected) => expect(due(timezone, at, now)).toBe(expected));

  it('is of a day that has one', () => {
    expect(due('UTC', '07:00', '2026-01-04T12:00:00Z', ['mon', 'fri'])).toBe('2026-01-02 2026-01-02T07:00:00.000Z');
    expect(due('UTC', '07:00', '2026-01-05T06:00:00Z', ['mon'])).toBe('2025-12-29 2025-12-29T07:00:00.000Z');
    expect(due('UTC', '07:00', '2026-01-05T07:00:00Z', ['mon'])).toBe('2026-01-05 2026-01-05T07:00:00.000Z');
  });

  it('never lies ahead, nor more than a day and an hour back where every day has one', () => {
    for (const timezone of ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca', 'America/St_Johns']) {
      for (let now = Date.parse('2026-01-01T00:07:00Z'); now < Date.parse('2027-01-01T00:00:00Z'); now += 7 * 3_600_000) {
        const { at } = lastDue({ timezone, schedule: { at: '02:15', days: weekdays } }, new Date(now));
        expect(now - at.getTime()).toBeGreaterThanOrEqual(0);
        expect(now - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      }
    }
  });
});
