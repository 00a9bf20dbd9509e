/** What the numbers of two items say for and against their being one story. */
import type { Profile } from './profile.ts';

export type Owned = ReadonlyMap<string, readonly string[]>;
type Numbers = ReadonlyMap<string, ReadonlySet<string>>;

// How long something takes or is ago is told differently by every outlet, and is no conflict.
const time = /^(year|day|hour|minut|week|month|jahr|tag|stund|minut|woch|monat|год|года|лет|час|ден|дня|дней|минут|недел|месяц|年|時|分|日|月|時間|#.*)$/;
const isYear = (number: string): boolean => /^(19|20)\d\d$/.test(number);
const whole = (number: string): number => (number.includes('.') ? number.indexOf('.') : number.length);
const decimals = (number: string): number => number.includes('.') ? number.length - number.indexOf('.') - 1 : 0;

/** Whether two numbers are one, rounded: 32.8 and 33, 2.979 and 2.98, 40725 and 40000; not 6.2 and 6. */
export function isClose(x: string, y: string): boolean {
  if (x === y) return true;
  // Only what has the same number of digits before the point, or one more, can be one number rounded.
  if (Math.abs(whole(x) - whole(y)) > 1) return false;
  const [p, q] = [Number(x), Number(y)];
  if (!(p > 0 && q > 0) || isYear(x) || isYear(y)) return false;
  const [rough, fine] = decimals(x) < decimals(y) || (decimals(x) === decimals(y) && x.endsWith('0')) ? [x, y] : [y, x];
  if (decimals(rough) < decimals(fine)) return rough.replace('.', '').length >= 2 && Number(fine).toFixed(decimals(rough)) === rough;
  return p >= 1_000 && rough.endsWith('00') && Math.abs(p - q) <= 0.025 * p;
}

export const hasNumber = ({ all }: Profile, number: string): boolean =>
  all.numbers.has(number) || [...all.numbers.keys()].some((other) => isClose(other, number));

/** What is counted or named → its numbers. */
export function byOwner(numbers: Numbers): Owned {
  const owners = new Map<string, string[]>();
  for (const [number, of] of numbers) {
    if (isYear(number)) continue;
    for (const owner of of) if (!time.test(owner)) owners.set(owner, [...(owners.get(owner) ?? []), number]);
  }
  return owners;
}

export interface Figures {
  /** 0 to 1: numbers that both have, the longer ones and those of a headline more. */
  readonly shared: number;
  /** 0 to 2: things of both headlines that have other numbers. */
  readonly conflictInTitles: number;
  /** 0 to 2: the same, of a headline and a summary. */
  readonly conflict: number;
  /** 0 to 2: the same, of any text, where no number is shared at all. */
  readonly conflictAnywhere: number;
  /** 1 where both headlines have numbers, and none is anywhere in the other's text. */
  readonly foreignTitles: number;
  /** 1 where both have long numbers (versions, CVE numbers, amounts), and none is shared. */
  readonly disjointLong: number;
}

const none: Figures = { shared: 0, conflictInTitles: 0, conflict: 0, conflictAnywhere: 0, foreignTitles: 0, disjointLong: 0 };

export function compareFigures(a: Profile, b: Profile): Figures {
  if (a.all.numbers.size === 0 || b.all.numbers.size === 0) return none;
  const common = [...a.all.numbers.keys()].filter((number) => hasNumber(b, number));
  const worth = (number: string): number => (/^\d(:\d)?$/.test(number) ? 0.4 : isYear(number) ? 0.2 : /^\d\d$/.test(number) ? 0.8 : 1.5);
  const inTitle = (number: string): boolean => a.title.numbers.has(number) || b.title.numbers.has(number);
  const shared = common.reduce((sum, number) => sum + worth(number) * (inTitle(number) ? 1 : 0.6), 0);

  const conflicts = (x: Owned, y: Owned): number =>
    [...x].filter(([owner, numbers]) => {
      const others = y.get(owner);
      return others && !numbers.some((number) => hasNumber(b, number)) && !others.some((number) => hasNumber(a, number));
    }).length;
  const conflictInTitles = conflicts(a.owned.title, b.owned.title);

  const counted = (numbers: Numbers): string[] => [...numbers.keys()].filter((number) => number !== '1' && number !== '2');
  const [countedA, countedB] = [counted(a.title.numbers), counted(b.title.numbers)];
  const foreign = countedA.length > 0 && countedB.length > 0 && !countedA.some((number) => hasNumber(b, number)) && !countedB.some((number) => hasNumber(a, number));

  const telling = ({ all }: Profile): string[] =>
    [...all.numbers].filter(([number, owners]) => number.length > 1 && !isYear(number) && ![...owners].every((owner) => time.test(owner))).map(([number]) => number);
  const [tellingA, tellingB] = [telling(a), telling(b)];
  const anyShared = common.some((number) => !isYear(number));
  const long = (numbers: string[]): string[] => numbers.filter((number) => number.length >= 6);
  return {
    shared: Math.min(1, shared / 3),
    conflictInTitles: Math.min(2, conflictInTitles),
    conflict: Math.min(2, Math.max(conflicts(a.owned.title, b.owned.all), conflicts(a.owned.all, b.owned.title)) - conflictInTitles),
    conflictAnywhere: anyShared ? 0 : Math.min(2, conflicts(a.owned.all, b.owned.all)),
    foreignTitles: foreign ? 1 : 0,
    disjointLong: long(tellingA).length > 0 && long(tellingB).length > 0 && !long(tellingA).some((number) => tellingB.includes(number)) ? 1 : 0,
  };
}
