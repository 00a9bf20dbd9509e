/** Dates as feeds write them: RFC 822 in many spellings and languages, ISO 8601, and what scripts print. */
import { monthIn } from './months.ts';
import { toUtc, zoneIn } from './zones.ts';

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const midnight: Clock = { hour: 0, minute: 0, second: 0, millisecond: 0 };

/**
 * The moment that `text` names, as an ISO time; undefined where it can't be read
 * or is out of all reason. Without a zone it is UTC, wherever this runs.
 */
export function parseDate(text: string): string | undefined {
  const clean = fold(text);
  // Who writes Korean is in Korea; feedparser says so too.
  const time = unix(clean) ?? written(rewritten(clean), /[가-힣]/.test(clean) ? 540 : 0);
  if (time === undefined) return undefined;
  const year = new Date(time).getUTCFullYear();
  return year >= 1980 && year < 2100 ? new Date(time).toISOString() : undefined;
}

/** In lower case, without markup, accents and marks of direction, with one kind of space, digit and dash. */
function fold(text: string): string {
  const plain = text.trim().slice(0, 400).replace(/<!\[CDATA\[|\]\]>|<[^<>]*>|&(?:nbsp|#160|#xa0);/gi, ' ');
  const letters = plain.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '').normalize('NFC').toLowerCase();
  return letters.replace(/[\p{Pd}−]/gu, '-').replace(/\s+/g, ' ').trim().slice(0, 100);
}

/** Seconds or milliseconds since 1970. Twelve digits from 19 or 20 on are a date: as milliseconds they'd be of 1976. */
function unix(text: string): number | undefined {
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.floor(Number(text) * 1000);
  return /^(?!19|20)\d{12}$|^\d{13}$/.test(text) ? Number(text) : undefined;
}

type Rule = readonly [RegExp, string | ((...groups: string[]) => string)];

/** What turns other ways of writing into `2006-01-02` and `15:04:05`. */
const rules: readonly Rule[] = [
  [/\(([a-z]{2,5})\)/g, ' $1 '],
  [/\([^()]*\)|[[\]]/g, ' '],
  [/(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日号號일]?/, '$1-$2-$3 '],
  [/(\d{1,2}) ?[時时点點시](?: ?(\d{1,2}) ?[分분])?(?: ?(\d{1,2}) ?[秒초])?/, (_all, hour, minute, second) => `${hour}:${minute ?? 0}:${second ?? 0}`],
  [/(\d{1,2}) (?:thang|thg) (\d{1,2})[, ]+(?:nam )?(\d{4})/, '$3-$2-$1'],
  [/^((?:19|20)\d\d)-?w(\d\d)(?:-?([1-7]))?(?![\d-])/, (_all, year, week, day) => ofWeek(Number(year), Number(week), Number(day ?? 1))],
  [/^((?:19|20)\d\d)-?(\d{3})(?![\d-])/, (_all, year, day) => ofYear(Number(year), Number(day))],
  [/^(\d{4})(\d\d)(\d\d)(?:t? ?(\d\d)(\d\d)(\d\d)?)?(?!\d)/, (_all, year, month, day, hour, minute, second) =>
    `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}:${second ?? '00'}`}`],
  [/(?<=\d) ?t(\d\d)(\d\d)(\d\d)?(?![\d:])/, (_all, hour, minute, second) => ` ${hour}:${minute}:${second ?? '00'}`],
  [/(?<=\d) ?t(\d{1,2})(?= ?(?:z|[+-]\d|$))/, ' $1:00'],
  // 10.30 and 10.30.15 after a year or a T, as in Finland and Indonesia.
  [/((?<!\d)\d{4}[, ]+(?:klo |kl\.? |pukul )?|\dt)(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?![\d.])/, (_all, before, hour, minute, second) =>
    `${before} ${hour}:${minute}:${second ?? '00'}`],
  [/(?<![\d:.])(\d{1,2}) ?(?:h|uhr)(?: ?(\d\d))?(?![\p{L}\d])/u, (_all, hour, minute) => `${hour}:${minute ?? '00'}`],
  [/(?<![\d:.])(\d{1,2}) ?([ap])\.? ?m(?![a-z])/, '$1:00 $2m'],
  [/(?<= \d{4} )(\d\d)(?= [+-]\d{4}$)/, '$1:00'],
  // SQL Server's day with a time of its own.
  [/ 00:00:00(?:\.0+)? (?=\d{1,2}:\d)/, ' '],
];

function rewritten(text: string): string {
  return rules.reduce((done, [pattern, by]) => (typeof by === 'string' ? done.replace(pattern, by) : done.replace(pattern, by)), text);
}

/** ISO 8601's week 1 has the year's first Thursday, and so the 4th of January. */
function ofWeek(year: number, week: number, day: number): string {
  const fourth = new Date(Date.UTC(year, 0, 4)).getUTCDay() || 7;
  return week >= 1 && week <= 53 ? dateOf(year, 4 - fourth + (week - 1) * 7 + day) : '';
}

function ofYear(year: number, day: number): string {
  const date = dateOf(year, day);
  return date.startsWith(`${year}`) ? date : '';
}

function dateOf(year: number, day: number): string {
  return new Date(Date.UTC(year, 0, day)).toISOString().slice(0, 10);
}

/** Words and numbers in whatever order; without a zone it is that of `home`. */
function written(text: string, home: number): number | undefined {
  const part = /^(\d{4})(?:[-/.](\d{1,2}))? ?z?$/.exec(text);
  if (part) return moment({ year: Number(part[1]), month: Number(part[2] ?? 1), day: 1 }, midnight, 0);
  const numeric = numericDay(text);
  const rest = numeric?.rest ?? text;
  const time = clockIn(rest);
  const tail = time ? rest.slice(time.end) : /(?: [+-]\d{4}|[+-]\d\d:\d\d|z| [a-z]{2,4})$/.exec(rest)?.[0] ?? '';
  const { zone, rest: other } = zoneIn(tail);
  const words = `${rest.slice(0, time?.start ?? rest.length - tail.length)} ${other}`;
  // A time that can't be read.
  if (!time && /\d:|:\d/.test(words)) return undefined;
  const day = numeric?.day ?? namedDay(words, time !== undefined);
  return day && moment(day, time?.clock ?? midnight, zone ?? home);
}

interface Time {
  readonly clock: Clock;
  readonly start: number;
  readonly end: number;
}

const afternoon = /午後|下午|오후|μ\.?μ|(?<!\p{L})pm (?=\d{1,2}:)/u;
const forenoon = /午前|上午|오전|π\.?μ|(?<!\p{L})am (?=\d{1,2}:)/u;

function clockIn(text: string): Time | undefined {
  const match = /(?<![\d:]|[+-](?=\d\d:\d\d$))(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d*)|:(?:00)?(?!\d))?)?(?!\d|:\d)/.exec(text);
  if (!match) return undefined;
  const end = match.index + match[0].length;
  // A letter alone must touch the digits: after a space it's a zone of the military.
  const half = /^(?: ?([ap])\.? ?m(?![a-z])\.?|([ap])(?![a-z/]))/.exec(text.slice(end));
  const mark = half?.[1] ?? half?.[2] ?? (afternoon.test(text) ? 'p' : forenoon.test(text) ? 'a' : undefined);
  const hour = Number(match[1]);
  const clock = {
    hour: mark === 'p' && hour < 12 ? hour + 12 : mark === 'a' && hour === 12 ? 0 : hour,
    minute: Number(match[2]), second: Number(match[3] ?? 0), millisecond: Number((match[4] ?? '').padEnd(3, '0').slice(0, 3)),
  };
  return { clock, start: match.index, end: end + (half?.[0].length ?? 0) };
}

/** A day in numbers, and the text without it. */
function numericDay(text: string): { readonly day: Day; readonly rest: string } | undefined {
  const yearFirst = /(?<![\d.:])(\d{4})(?:-0?|\/|\. ?)(\d{1,2})(?:[-/]|\. ?)(\d{1,2})(?!\d)\.?/.exec(text);
  if (yearFirst) {
    const [all, year, month, day] = yearFirst;
    return { day: { year: Number(year), month: Number(month), day: Number(day) }, rest: text.replace(all, ' ') };
  }
  const yearLast = /(?<![\d.:])(\d{1,2})([-/]|\. ?)(\d{1,2})\2(\d{4}|\d{1,2})(?![\d:])\.?/.exec(text);
  if (!yearLast) return undefined;
  const [all, first, mark, second, last] = yearLast;
  if (first!.length === 1 && last!.length === 1) return undefined;
  return { day: ordered(first!, second!, last!, mark!.trim(), text), rest: text.replace(all, ' ') };
}

/**
 * Dots have the day first. Of two digits each, dashes have the year first, as in ISO 8601. Slashes have the month first,
 * as Americans write them, unless there is no such month or the weekday tells otherwise.
 */
function ordered(first: string, second: string, last: string, mark: string, text: string): Day {
  const [a, b, c] = [Number(first), Number(second), Number(last)];
  const shortYear = last.length < 4 && first.length === 2;
  if (shortYear && mark !== '.' && (last.length === 1 || a > 31 || (mark === '-' && b <= 12 && c >= 1 && c <= 31))) {
    return { year: fullYear(first), month: b, day: c };
  }
  const [dayFirst, monthFirst] = [{ year: fullYear(last), month: b, day: a }, { year: fullYear(last), month: a, day: b }];
  if (mark === '.') return dayFirst;
  const [usual, other] = mark === '/' ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  if (usual.month > 12) return other;
  return other.month <= 12 && !isWeekday(usual, text) && isWeekday(other, text) ? other : usual;
}

function isWeekday({ year, month, day }: Day, text: string): boolean {
  const named = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].findIndex((name) => text.startsWith(name));
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() === named;
}

/** RFC 2822 section 4.3: two digits from 50 on, and three, are counted from 1900. */
function fullYear(digits: string): number {
  return Number(digits) + (digits.length > 3 ? 0 : Number(digits) < 50 ? 2000 : 1900);
}

/** A day whose month has a name, or that stands in three numbers with spaces. A day is lacking only where the time is too. */
function namedDay(text: string, timed: boolean): Day | undefined {
  const words = text.match(/\p{L}+|\d+/gu) ?? [];
  const spaced = /(?<!\d)(\d{1,2}) (\d{1,2}) (\d{4})(?!\d)/.exec(text);
  const found = monthIn(words, text);
  if (spaced) return ordered(spaced[1]!, spaced[2]!, spaced[3]!, ' ', text);
  if (!found) return undefined;
  const [before, after] = [words.slice(0, found.at), words.slice(found.at + 1)].map((part) => part.filter((word) => /^\d{1,4}$/.test(word)));
  const nearest = before!.at(-1);
  if (nearest?.length === 4) return { year: Number(nearest), month: found.month, day: Number(after![0] ?? 1) };
  const year = after!.find((number) => number.length === 4) ?? (nearest === undefined ? after!.slice(1) : after!).find((number) => number.length > 1);
  const day = nearest ?? after!.find((number) => number.length <= 2) ?? (timed ? undefined : '1');
  return year === undefined || day === undefined ? undefined : { year: fullYear(year), month: found.month, day: Number(day) };
}

/** Fields in range only: Date.UTC would carry a 30th of February over. */
function moment({ year, month, day }: Day, { hour, minute, second, millisecond }: Clock, zone: number | string): number | undefined {
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  // An hour of 24 and a second of 60 are in use, and carried over.
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  return toUtc(Date.UTC(year, month - 1, day, hour, minute, second, millisecond), zone);
}
