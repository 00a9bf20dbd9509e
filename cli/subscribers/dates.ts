/**
 * A time as the services write it: ISO 8601 with a zone, a date and a time
 * without one, which is UTC (Mailchimp), a date alone, or what Go prints
 * (listmonk: `2024-05-14 09:06:24.123456 +0000 UTC`).
 */
const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:\s*(Z|[+-]\d{2}:?\d{2})(?:\s+\S+)?)?)?$/i;

/** The ISO time of what is written there, or undefined where it is none: 5/1/23 is a day of May or of January, nobody can tell. A time after `now` is none either. */
export function timeOf(text: string, now: Date): string | undefined {
  const [, day, minutes = '00:00', seconds = '00', fraction = '0', zone = 'Z'] = written.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const utc = new Date(`${day}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // The 31st of a shorter month is taken for the 1st of the next by some, and for nothing by others.
  if (Number.isNaN(utc.getTime()) || !utc.toISOString().startsWith(day)) return undefined;
  const time = new Date(utc.getTime() - offsetMs(zone));
  return time <= now ? time.toISOString() : undefined;
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
