/** Minutes east of UTC, or the name of a zone that has summer time. */
export type Zone = number | string;

/** Of zones that share a name, the one that feeds mean most: CST is of Chicago, IST of India, BST of Britain, AST of Halifax. */
const hours: Readonly<Record<number, string>> = {
  [-11]: 'sst', [-10]: 'hst', [-9]: 'akst hdt', [-8]: 'pst akdt', [-7]: 'mst pdt', [-6]: 'cst mdt', [-5]: 'est cdt pet cot ect',
  [-4]: 'ast edt clt vet bot', [-3.5]: 'nst', [-3]: 'adt brt art clst uyt', [-2.5]: 'ndt', [-2]: 'brst', [-1]: 'azot',
  0: 'z ut utc gmt wet', 1: 'cet met mez bst west wat', 2: 'cest mest mesz eet sast cat', 3: 'eest msk trt eat idt', 3.5: 'irst',
  4: 'msd gst samt azt', 4.5: 'irdt aft', 5: 'pkt yekt uzt', 5.5: 'ist', 5.75: 'npt', 6: 'omst bdt', 6.5: 'mmt', 7: 'ict wib novt krat',
  8: 'sgt hkt awst myt pht wita irkt', 9: 'jst kst wit yakt', 9.5: 'acst', 10: 'aest chst vlat', 10.5: 'acdt', 11: 'aedt magt',
  12: 'nzst pett', 13: 'nzdt',
};
/** Names of both the summer and the winter. */
const wholeYear: Readonly<Record<string, string>> = {
  et: 'America/New_York', ct: 'America/Chicago', mt: 'America/Denver', pt: 'America/Los_Angeles', at: 'America/Halifax',
};
const byName = new Map<string, Zone>([
  ...Object.entries(hours).flatMap(([hour, names]) => names.split(' ').map((name) => [name, Number(hour) * 60] as const)),
  ...Object.entries(wholeYear),
]);

/** A sign not within a date (`5-oct-08`), and no year behind it. */
const numeric = /(?<=^|[\s.:+-]|gmt|utc?|z|[acemp][sd]t)([+-])(?: (?=\d{4}(?!\d)))?(?!1[6-9]\d\d|[2-9]\d{3})(?:(\d{1,2}):(\d{2})|(\d{1,4}))(?!\d)/;

/**
 * The zone that `text`, what follows a time, names, and `text` without it. A number wins over a name. Names that aren't
 * known are none, and so are the letters of RFC 822, which nobody got right.
 */
export function zoneIn(text: string): { readonly zone?: Zone; readonly rest: string } {
  const place = /[a-z]+(?:\/[a-z_+-]+\d*){1,2}/.exec(text)?.[0];
  const other = place === undefined ? text : text.replace(place, ' ');
  const number = numeric.exec(other);
  if (number) return { zone: minutes(number), rest: other.replace(number[0], ' ') };
  if (place !== undefined && offsetOf(place, 0) !== undefined) return { zone: place, rest: other };
  const word = [...text.matchAll(/[a-z]+/g)].find(([name]) => byName.has(name));
  if (!word) return { rest: text };
  return { zone: byName.get(word[0])!, rest: `${text.slice(0, word.index)} ${text.slice(word.index + word[0].length)}` };
}

function minutes([, sign, hour, minute, digits = '']: readonly (string | undefined)[]): number {
  // -040 has lost its last digit, -700 its first.
  const four = digits.length <= 2 ? digits.padStart(2, '0') : digits.startsWith('0') ? digits : digits.padStart(4, '0');
  const total = Number(hour ?? four.slice(0, 2)) * 60 + Number(minute ?? four.slice(2).padEnd(2, '0'));
  return sign === '-' ? -total : total;
}

/** The UTC time of a local one, in milliseconds; undefined out of the range of zones. */
export function toUtc(local: number, zone: Zone): number | undefined {
  const guess = typeof zone === 'number' ? zone : offsetOf(zone, local) ?? 0;
  const offset = typeof zone === 'number' ? zone : offsetOf(zone, local - guess * 60_000) ?? guess;
  return Math.abs(offset) > 900 ? undefined : local - offset * 60_000;
}

/** Making one takes half a millisecond, and a feed may have a zone's name in each of its dates. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC at a time, of a name of the IANA's; undefined for no such name. */
function offsetOf(name: string, time: number): number | undefined {
  const format = formats.get(name) ?? formatOf(name);
  if (!format) return undefined;
  if (formats.size > 40) formats.clear();
  formats.set(name, format);
  const match = /([+-])(\d\d):(\d\d)/.exec(format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '');
  return match ? minutes(match) : 0;
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
}
