/** At what point of its course two items tell a thing: before the match or after it, the arrest or the verdict. */
import type { Profile } from './profile.ts';

/** Axes whose stages follow one another: a text at a later stage mostly names the earlier ones too. */
const courses: Readonly<Record<string, readonly string[]>> = {
  deal: ['on', 'off'],
  pact: ['on', 'off'],
  law: ['crime', 'arrest', 'charge', 'open', 'hearing', 'demand', 'verdict', 'sentence', 'appeal', 'free'],
  search: ['lost', 'found', 'known'],
  office: ['out', 'in'],
  product: ['beta', 'out', 'fix', 'back'],
  event: ['on', 'done', 'off'],
  place: ['open', 'shut'],
  strike: ['on', 'off'],
  bill: ['plan', 'first', 'yes', 'no', 'court'],
  vote: ['on', 'runoff', 'won'],
  match: ['over'],
  cup: ['in', 'lead', 'out', 'won'],
  prize: ['listed', 'won'],
  flight: ['lost', 'done'],
};

/** Stages that whoever tells of them names: a text without the word tells of another day. */
const decisive = new Set([
  'law:arrest', 'law:charge', 'law:demand', 'law:verdict', 'law:appeal', 'law:free', 'office:out', 'office:in', 'product:beta', 'product:back', 'event:off',
  'deal:off', 'pact:off', 'strike:off', 'bill:first', 'bill:no', 'bill:court', 'vote:on', 'vote:runoff', 'prize:listed', 'cup:in', 'flight:lost',
]);

export interface Stages {
  /** 0 to 2: courses at whose latest point in one headline the other text has not come. */
  readonly apartInTitles: number;
  /** 0 to 2: courses that are at two points, of which one is told in a summary only. */
  readonly apart: number;
  /** 0 to 1: courses at one point. */
  readonly together: number;
  /** 1 where one headline has a decisive stage that the other text lacks. */
  readonly decided: number;
  /** 1 where one headline is about what came after (a probe, a funeral, reactions), and the other text is not. */
  readonly after: number;
  /** 1 where one headline looks ahead, and the other does not. */
  readonly ahead: number;
  /** 0 to 2: other days of the week, other months. */
  readonly calendar: number;
  readonly calendarInTitles: number;
  /** 1 where they tell of two rounds of a tournament. */
  readonly round: number;
  /** 1 where one raises, cuts or holds what the other does not. */
  readonly rate: number;
  /** 1 where one is an opinion, an explainer, a preview or a review, and the other is not. */
  readonly form: number;
  /** 1 where both are of one such form. */
  readonly sameForm: number;
}

export function compareStages(a: Profile, b: Profile): Stages {
  let [apartInTitles, apart, together, decided] = [0, 0, 0, 0];
  for (const [axis, course] of Object.entries(courses)) {
    const latest = (stages: ReadonlySet<string>): number => course.findLastIndex((stage) => stages.has(`${axis}:${stage}`));
    const [titleA, titleB] = [latest(a.title.stages), latest(b.title.stages)];
    const [atA, atB] = [titleA < 0 ? latest(a.all.stages) : titleA, titleB < 0 ? latest(b.all.stages) : titleB];
    if (titleA >= 0 && titleB >= 0) {
      const [later, other] = titleA > titleB ? [titleA, b] : [titleB, a];
      if (titleA === titleB) together += 1;
      else if (!other.all.stages.has(`${axis}:${course[later]}`)) apartInTitles += 1;
    } else if (atA >= 0 && atB >= 0) {
      if (atA === atB) together += 0.5;
      else apart += 1;
    }
    const lacks = (at: number, other: Profile): boolean => at >= 0 && decisive.has(`${axis}:${course[at]}`) && !other.all.stages.has(`${axis}:${course[at]}`);
    if (lacks(titleA, b) || lacks(titleB, a)) decided = 1;
  }
  const [formA, formB] = [of('form', a.title.stages), of('form', b.title.stages)];
  const sameForm = formA.some((form) => formB.includes(form));
  const lackAfter = (one: Profile, other: Profile): boolean => of('after', one.title.stages).some((stage) => !other.all.stages.has(stage));
  return {
    apartInTitles: Math.min(2, apartInTitles),
    apart: Math.min(2, apart),
    together: Math.min(1, together),
    decided,
    after: lackAfter(a, b) || lackAfter(b, a) ? 1 : 0,
    ahead: (of('ahead', a.title.stages).length > 0) === (of('ahead', b.title.stages).length > 0) ? 0 : 1,
    calendar: differ('day', a.all.stages, b.all.stages) + differ('month', a.all.stages, b.all.stages),
    calendarInTitles: differ('day', a.title.stages, b.title.stages) + differ('month', a.title.stages, b.title.stages),
    round: differ('round', a.all.stages, b.all.stages),
    rate: differ('rate', a.title.stages, b.title.stages),
    form: formA.length + formB.length > 0 && !sameForm ? 1 : 0,
    sameForm: sameForm ? 1 : 0,
  };
}

const of = (axis: string, stages: ReadonlySet<string>): string[] => [...stages].filter((stage) => stage.startsWith(`${axis}:`));

/** 1 where both have stages of the axis, and none in common. */
function differ(axis: string, a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [ofA, ofB] = [of(axis, a), of(axis, b)];
  return ofA.length > 0 && ofB.length > 0 && !ofA.some((stage) => ofB.includes(stage)) ? 1 : 0;
}
