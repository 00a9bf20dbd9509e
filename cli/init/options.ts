/** The answers that the command line gives. */
import type { Problem } from '../../functions/config-rules.ts';
import { type Draft, faultsOf } from './draft.ts';
import { type Question, questions, type Surroundings } from './questions.ts';

export interface InitOptions {
  readonly name?: string;
  readonly from?: string;
  readonly postalAddress?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly at?: string;
  readonly alerts?: readonly string[];
  readonly opml?: string;
  readonly feed?: readonly string[];
  readonly section?: string;
  readonly existingIdentity?: true;
  readonly zone?: string;
  readonly url?: string;
  readonly stackName?: string;
  readonly yes?: true;
  readonly force?: true;
}

type Asked = keyof typeof questions;

/** In the order in which one can depend on those before. */
const order: readonly Asked[] = ['name', 'from', 'postalAddress', 'locale', 'timezone', 'at', 'alerts', 'stackName', 'url', 'zone'];

/** The option's text as one would type it as an answer; undefined where it is not given. */
export function givenFor(options: InitOptions, asked: Asked): string | undefined {
  const given = options[asked];
  return typeof given === 'string' || given === undefined ? given : given.join(' ');
}

/** What the options say alone, and each fault of them with the option that it is of. */
export function fromOptions(options: InitOptions): { readonly draft: Draft; readonly faults: readonly string[] } {
  let draft: Draft = options.existingIdentity ? { domain: { identity: 'existing' } } : {};
  const broken: string[] = [];
  for (const asked of order) {
    const given = givenFor(options, asked)?.trim();
    const question: Question = questions[asked];
    if (given === undefined || (given === '' && !question.required)) continue;
    draft = question.into(draft, given);
    const why = question.rule?.(given);
    if (why !== undefined) broken.push(`${question.flag}: ${why}`);
  }
  const heading = options.section === undefined ? {} : questions.section.into({}, options.section);
  const ofRules = [...faultsOf(draft), ...faultsOf(heading)].map((problem) => `${flagOf(problem)}: ${problem.message}`);
  return { draft, faults: [...ofRules, ...broken] };
}

/** The draft with the usual answer to all that was not given and has one. */
export function withFallbacks(options: InitOptions, draft: Draft, around: Surroundings): Draft {
  return order.reduce<Draft>((so, asked) => {
    const { fallback, into }: Question = questions[asked];
    return fallback === undefined || givenFor(options, asked) !== undefined ? so : into(so, fallback(so, around));
  }, draft);
}

/** A line for each required answer that no option gives: the option, what it takes, and what for. */
export function missingFrom(options: InitOptions): readonly (readonly [string, string])[] {
  const missing = order.map((asked): Question & { readonly asked: Asked } => ({ ...questions[asked], asked })).filter(({ required, asked }) => required && givenFor(options, asked) === undefined);
  const feeds = options.opml === undefined && options.feed === undefined;
  return [...missing.map(({ flag, takes, message }) => [`${flag} ${takes}`, message] as const), ...(feeds ? [['--opml FILE or --feed URL...', 'What to read'] as const] : [])];
}

const flags: Readonly<Record<string, string>> = {
  name: '--name', from: '--from', postalAddress: '--postal-address', locale: '--locale', timezone: '--timezone', schedule: '--at', alerts: '--alerts', url: '--url', stack: '--stack-name', domain: '--zone', sections: '--section',
};

const flagOf = ({ path }: Problem): string => flags[String(path[0])] ?? path.join('.');
