/** Dates as feeds write them: RFC 822 in many spellings, ISO 8601, and what scripts print. */

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Other languages' month names where their first three letters are not English ones. */
const foreignMonths: Readonly<Record<string, number>> = {
  'mär': 3, mrz: 3, mai: 5, okt: 10, dez: 12, ene: 1, abr: 4, ago: 8, dic: 12, 'fév': 2, fev: 2, avr: 4, 'aoû': 8, aou: 8, 'déc': 12,
  gen: 1, mag: 5, giu: 6, lug: 7, set: 9, ott: 10, maj: 5, mei: 5, out: 10, mrt: 3,
};

/** Minutes east of UTC. Of zones that share a name, the one that feeds mean most. */
const zones: Readonly<Record<string, number>> = {
  ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, west: 60, bst: 60, cet: 60, cest: 120, met: 60, mest: 120, mez: 60, mesz: 120,
  eet: 120, eest: 180, msk: 180, msd: 240, trt: 180, sast: 120, ist: 330, pkt: 300, ict: 420, wib: 420, sgt: 480, hkt: 480, awst: 480,
  jst: 540, kst: 540, acst: 570, acdt: 630, aest: 600, aedt: 660, nzst: 720, nzdt: 780,
  nst: -210, ndt: -150, ast: -240, adt: -180, est: -300, edt: -240, et: -300, cst: -360, cdt: -300, ct: -360,
  mst: -420, mdt: -360, mt: -420, pst: -480, pdt: -420, pt: -480, akst: -540, akdt: -480, hst: -600, brt: -180, art: -180,
};

/**
 * The moment that `text` names, as an ISO time; undefined where it can't be read
 * or is out of all reason. Without a zone it is UTC, wherever this runs.
 */
export function parseDate(text: string): string | undefined {
  const clean = text.trim().slice(0, 100);
  const time = iso(clean) ?? unix(clean) ?? written(clean);
  if (time === undefined || Number.isNaN(time)) return undefined;
  const year = new Date(time).getUTCFullYear();
  return year >= 1980 && year < 2100 ? new Date(time).toISOString() : undefined;
}

/** ISO 8601 as RFC 3339 and W3C-DTF profile it, and with the liberties that are taken with it. */
function iso(text: string): number | undefined {
  const match = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d{2})(\d{2}))?(?:(?:\s*T\s*|\s+)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(.*)$/i.exec(text);
  if (!match) return undefined;
  const [, year, month, day, month2, day2, hour, minute, second, fraction, rest] = match;
  const offset = zone(rest ?? '');
  if (offset === undefined) return undefined;
  return moment(Number(year), Number(month ?? month2 ?? 1), Number(day ?? day2 ?? 1), Number(hour ?? 0), Number(minute ?? 0),
    Number(second ?? 0) + Number(`0.${fraction ?? 0}`), offset);
}

/** Seconds or milliseconds since 1970. */
function unix(text: string): number | undefined {
  if (/^\d{9,10}$/.test(text)) return Number(text) * 1000;
  return /^\d{12,13}$/.test(text) ? Number(text) : undefined;
}

/** RFC 822 section 5 and its relatives: words and numbers in whatever order. */
function written(text: string): number | undefined {
  let rest = text.replace(/\([^)]*\)/g, ' ').replace(/,/g, ' ');
  let [hour, minute, second] = [0, 0, 0];
  const clock = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?\s*([ap])?\.?(?:(?<=[ap]\.?)m\.?)?/i.exec(rest);
  if (clock) {
    [hour, minute, second] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
    if (clock[4]) hour = (hour % 12) + (clock[4].toLowerCase() === 'p' ? 12 : 0);
    rest = `${rest.slice(0, clock.index)} | ${rest.slice(clock.index + clock[0].length)}`;
  }
  const after = rest.includes('|') ? rest.slice(rest.indexOf('|') + 1) : rest;
  const offset = zone(/(?:(?:gmt|utc?)?\s*[+-]\d{1,2}:?\d{0,2}|\b[a-z]{1,5})\s*(?:\d{4}\s*)?$/i.exec(after)?.[0].replace(/\s\d{4}\s*$/, '') ?? '') ?? 0;
  const day = dayOf(rest.replace(/(?:gmt|utc?)?\s*[+-]\d{2}:?\d{2}\b/i, ' '));
  return day && moment(day.year, day.month, day.day, hour, minute, second, offset);
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function dayOf(text: string): Day | undefined {
  const slashed = /\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/.exec(text);
  if (slashed) {
    const [a, b] = [Number(slashed[1]), Number(slashed[2])];
    // Americans put the month first and write slashes; with dots, or a first number past 12, it is the day.
    const dayFirst = a > 12 || slashed[0].includes('.');
    return { year: Number(slashed[3]), month: dayFirst ? b : a, day: dayFirst ? a : b };
  }
  const words = text.toLowerCase().match(/\p{L}+|\d+/gu) ?? [];
  const at = words.findIndex((word) => monthOf(word) !== undefined);
  if (at === -1) return undefined;
  const numbers = words.filter((word) => /^\d+$/.test(word));
  const year = numbers.find((number) => number.length === 4) ?? numbers[1];
  const day = numbers.find((number) => number.length <= 2);
  if (year === undefined || day === undefined) return undefined;
  // RFC 2822 section 4.3: two digits from 50 on are of the last century.
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return { year: full, month: monthOf(words[at]!)!, day: Number(day) };
}

function monthOf(word: string): number | undefined {
  const start = word.slice(0, 3);
  if (word.length < 3 || /^(mon|monday|mardi|martes|marted)/.test(word)) return undefined;
  const english = months.indexOf(start);
  return english === -1 ? foreignMonths[start] : english + 1;
}

/** Minutes east of UTC; undefined for what is no zone. Empty is UTC, and so are the letters of RFC 822, which nobody got right. */
function zone(text: string): number | undefined {
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  if (name === '' || /^[a-z]$/.test(name)) return 0;
  const numeric = /^(?:gmt|utc?|z)?\s*([+-−])(\d{1,2}):?(\d{2})?(?:\s*\(?[a-z]+\)?)?$/.exec(name);
  if (numeric) return (numeric[1] === '+' ? 1 : -1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0));
  return zones[name];
}

/** Fields in range only: Date.UTC would carry a 40th of the month over. */
function moment(year: number, month: number, day: number, hour: number, minute: number, second: number, offset: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second >= 61 || Math.abs(offset) > 900) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute - offset) + Math.floor(second * 1000);
}
