/** What headlines say against two items' being one story, however much they share. */
import { substitutions } from './alignment.ts';
import { hasNumber } from './figures.ts';
import { weigh, type Profile } from './profile.ts';
import { prefix } from './word-reading.ts';

export interface Apart {
  /** 0 to 1: names of each headline that the other text lacks, by weight. */
  readonly foreignNames: number;
  /** 1 where both headlines name someone, and no one whom the other's text names: two firms' results. */
  readonly subjects: number;
  /** 0 to 1: words of the headlines, but for names and kinds of event, that the other text lacks: two bills of one parliament. */
  readonly foreignWords: number;
  /** 0 to 1: headlines alike but for words with a capital. */
  readonly template: number;
  /** 0 to 1: headlines alike but for words that stand in one place. */
  readonly substituted: number;
  /** Whether they are one sentence but for one place: "Diary of a march, day A1". */
  readonly oneMould: boolean;
}

/** `alike` is how much of the headlines' words is shared, 0 to 1. */
export function compareHeadlines(a: Profile, b: Profile, alike: number): Apart {
  const lacks = ({ all }: Profile, word: string): boolean => !all.words.has(word) && !all.words.has(prefix(word));
  const foreign = (one: Iterable<string>, other: Profile): number => weigh([...one].filter((word) => lacks(other, word)), a.weights);
  const foreignNames = Math.min(foreign(a.title.names, b), foreign(b.title.names, a)) / 5;
  const capitals = ({ title }: Profile): string[] => [...title.names, ...title.maybe];
  const foreignCapitals = Math.min(1, Math.min(foreign(new Set(capitals(a)), b), foreign(new Set(capitals(b)), a)) / 5);

  const own = ({ title }: Profile): string[] => [...title.words].filter((word) => !/^#|~$/.test(word) && !title.names.has(word));
  const foreignPart = (one: Profile, other: Profile): number => foreign(own(one), other) / (weigh(own(one), a.weights) || 1);
  const unnamed = (one: Profile, other: Profile): boolean => one.title.names.size > 0 && [...one.title.names].every((word) => lacks(other, word));

  const isNewTo = (profile: Profile) => (term: string): boolean =>
    lacks(profile, term) && !hasNumber(profile, term) && !profile.all.sequence.includes(term);
  const { alike: inOrder, places } = substitutions(a.title.sequence, b.title.sequence, isNewTo(a), isNewTo(b));
  return {
    foreignNames: Math.min(1, foreignNames),
    subjects: unnamed(a, b) && unnamed(b, a) ? 1 : 0,
    foreignWords: Math.min(foreignPart(a, b), foreignPart(b, a)),
    template: foreignCapitals * Math.max(0, alike - 0.5) * 2,
    substituted: places > 0 ? inOrder : 0,
    oneMould: places === 1 && inOrder >= 0.5 && changed(a.title.sequence, b.title.sequence) && changed(b.title.sequence, a.title.sequence),
  };
}

/** Whether all of the one is in the other, but for what stands in one place. */
function changed(one: readonly string[], other: readonly string[]): boolean {
  const said = new Set(other);
  const first = one.findIndex((term) => !said.has(term));
  const last = one.findLastIndex((term) => !said.has(term));
  return first >= 0 && one.slice(first, last + 1).every((term) => !said.has(term));
}
