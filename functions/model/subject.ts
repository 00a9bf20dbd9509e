/** The subject's pattern in newsletter.yaml, such as `{title} · {name}`. */

export interface SubjectFacts {
  /** The top story's headline. */
  readonly title: string;
  readonly name: string;
  /** The day, short, as its readers write it. */
  readonly date: string;
  /** How many stories. */
  readonly count: string;
}

const places = ['title', 'name', 'date', 'count'] as const satisfies readonly (keyof SubjectFacts)[];
const place = /\{([^{}]*)\}/g;

/** What is wrong with a pattern, as half a sentence; undefined where nothing is. */
export function subjectFault(pattern: string): string | undefined {
  const known = places.map((name) => `{${name}}`).join(', ');
  const wrong = [...pattern.matchAll(place)].find(([, name]) => !places.some((one) => one === name));
  if (wrong) return `${wrong[0]} stands for nothing; it knows ${known}`;
  if (/[{}]/.test(pattern.replace(place, ''))) return `a brace stands alone; write one of ${known}`;
  return undefined;
}

/** The subject of a pattern without fault. The facts go in as they are. */
export function subjectOf(pattern: string, facts: SubjectFacts): string {
  return pattern.replace(place, (_, name: keyof SubjectFacts) => facts[name]);
}
