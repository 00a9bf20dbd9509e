/** Whether two items of different feeds tell one story. */
import { compareFigures } from './figures.ts';
import { compareHeadlines } from './headlines-apart.ts';
import { compareWords, covered } from './overlap.ts';
import type { Profile } from './profile.ts';
import { compareStages } from './stages.ts';

/**
 * What each piece of evidence counts, in log odds: fitted to labelled pairs
 * (tests/cases/pairs/tuned*.json), a wrong merge counted three times, and rounded. What
 * agrees adds, what contradicts takes away, and takes away more: a reader minds
 * a story that is hidden behind another more than one that is told twice.
 */
const weights = {
  // Headlines that agree are in `covered` and `texts` too, so they count less here.
  words: { titles: -2.2, covered: 5.5, texts: 1, names: 2 },
  headlines: { foreignNames: -0.5, subjects: -0.3, foreignWords: -1.9, template: -5.6, substituted: -3.3 },
  figures: { shared: 8.8, conflictInTitles: -2, conflict: -2.2, conflictAnywhere: -1.7, foreignTitles: -3.3, disjointLong: -0.2 },
  stages: {
    apartInTitles: -6.5, apart: -1.8, together: 0.3, decided: -2.3, after: -3.1, ahead: -1.8, calendar: -3.1, calendarInTitles: -1,
    round: -1.2, rate: -0.3, form: -3.6, sameForm: 4.3,
  },
} as const;

/** Log odds at which nothing is known, and what German adds: its compounds hide words that both texts have. */
const base = -1.3;
const german = 0.8;

/** Log odds from which two items are taken for one story: about two to one. */
const enough = 0.7;

/** Words that two texts must have in common at the least: a name alone is a topic, not a story. */
const leastWords = 2;

/** Share of the headlines that the other text must say at the least: below it nothing else is worth the time. */
const leastCovered = 0.2;

/** Hours apart that two reports of one event may be published; each day more counts as much as a contradiction. */
const hours = 48;

/**
 * How surely two items tell one story, in log odds less those that are enough:
 * above 0 is one story. It adds up four kinds of evidence.
 *
 * - Words (`overlap.ts`): how much of each headline the other's text says, how
 *   much both texts share, how many names. Rare words and names count more.
 *   Headlines alike but for a name or a word in one place (`headlines-apart.ts`)
 *   are two stories, and so are mostly those whose other words, or whose
 *   names, the other text does not have.
 * - Numbers (`figures.ts`): those in common count for, other numbers for one
 *   thing (6.8 and 6.1 of a magnitude) count against.
 * - Stages (`stages.ts`): a match ahead or played, a launch or a recall, an
 *   arrest or a verdict, other days, other rounds, an opinion or the news.
 * - Time: published more than two days apart counts against.
 */
export function likeness(a: Profile, b: Profile): number {
  if (covered(a, b) < leastCovered) return -Infinity;
  const words = compareWords(a, b);
  if (words.count < leastWords) return -Infinity;
  const figures = compareFigures(a, b);
  // Part 1 and part 2, day 3 and day 4: where all else is the same, the number is what is new.
  if (words.titles > 0.8 && (figures.foreignTitles > 0 || figures.conflictInTitles > 0)) return -Infinity;
  const unsaid =
    base +
    (a.language === 'de' && b.language === 'de' ? german : 0) +
    total(weights.words, words) +
    total(weights.figures, figures) +
    total(weights.stages, compareStages(a, b)) -
    3 * Math.min(2, daysTooMany(a, b)) -
    enough;
  // Headlines only take away, and cost most to compare.
  if (unsaid <= 0) return unsaid;
  const headlines = compareHeadlines(a, b, words.titles);
  return headlines.oneMould ? -Infinity : unsaid + total(weights.headlines, headlines);
}

function total<Name extends string>(weights: Readonly<Record<Name, number>>, evidence: { readonly [name in NoInfer<Name>]: number }): number {
  let sum = 0;
  for (const name of Object.keys(weights) as Name[]) sum += weights[name] * evidence[name];
  return sum;
}

/** Days by which the items are further apart than reports of one event are; 0 where a date is missing. */
function daysTooMany(a: Profile, b: Profile): number {
  if (a.published === undefined || b.published === undefined) return 0;
  const apart = Math.abs(Date.parse(a.published) - Date.parse(b.published)) / 3_600_000;
  return apart > hours ? Math.ceil((apart - hours) / 24) : 0;
}
