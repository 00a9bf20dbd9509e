/** The questions in their order, to somebody at a terminal. What an option answers is not asked. */
import { parseMailbox } from '../../functions/model/address.ts';
import { type Draft, faultsOf, sender, senderDomain } from './draft.ts';
import { givenFor, type InitOptions } from './options.ts';
import { answered, type Question, questions, type Surroundings } from './questions.ts';
import type { Terminal } from './terminal.ts';

export interface Asking {
  readonly terminal: Terminal;
  readonly options: InitOptions;
  readonly around: Surroundings;
}

/** Who sends what to whom: all but feeds and domain. */
export async function askOfNewsletter(asking: Asking): Promise<Draft> {
  const { options, terminal } = asking;
  let draft = await answerTo(asking, 'name', {});
  draft = await answerTo(asking, 'from', draft);
  if (options.from === undefined && !options.yes) draft = await askSenderName(terminal, draft);
  for (const asked of ['postalAddress', 'locale', 'timezone', 'at', 'alerts', 'stackName'] as const) draft = await answerTo(asking, asked, draft);
  return draft;
}

/** Where the sender's domain and the pages live. */
export async function askOfDomain(asking: Asking, before: Draft): Promise<Draft> {
  const { options, terminal } = asking;
  const domain = senderDomain(before)!;
  const asks = !options.yes && options.zone === undefined && !options.existingIdentity;
  if (asks) terminal.say(`\nThe domain ${domain}`);
  const isThere = options.existingIdentity ?? (asks && (await terminal.confirm('Is it an identity of SES in this account and region already?', false)));
  let draft: Draft = isThere ? { ...before, domain: { identity: 'existing' } } : before;
  // A zone says what the pages' address may be; where SES has the domain already, the zone is for that address alone.
  const first = isThere ? 'url' : 'zone';
  draft = await answerTo(asking, first, draft);
  if (first === 'zone') return answerTo(asking, 'url', draft);
  return draft.url === undefined ? draft : answerTo(asking, 'zone', draft);
}

async function answerTo(asking: Asking, asked: keyof typeof questions, draft: Draft): Promise<Draft> {
  const { terminal, options, around } = asking;
  const question: Question = questions[asked];
  const given = givenFor(options, asked) ?? (options.yes && !question.required ? (question.fallback?.(draft, around) ?? '') : undefined);
  if (given !== undefined) return taken(question, draft, given);
  if (asked === 'zone') return askZone(terminal, draft);
  return question.message === '' ? draft : ask(terminal, question, draft, question.fallback?.(draft, around));
}

/** Asks until the rules of the file take the answer. */
export async function ask(terminal: Terminal, question: Question, draft: Draft, fallback?: string): Promise<Draft> {
  const answer = await terminal.text(question.message, {
    ...(fallback !== undefined && { fallback }),
    check: (text) => {
      const result = answered(question, draft, text);
      return result.kind === 'refused' ? result.why : undefined;
    },
  });
  return taken(question, draft, answer);
}

function taken(question: Question, draft: Draft, answer: string): Draft {
  const result = answered(question, draft, answer);
  if (result.kind === 'refused') throw new Error(`${question.flag}: ${result.why}`);
  return result.draft;
}

function faultOfZoneId(id: string): string | undefined {
  const draft = questions.zone.into({}, `zone.invalid=${id}`);
  return faultsOf(draft).find(({ path }) => path.at(-1) === 'id')?.message;
}

async function askSenderName(terminal: Terminal, draft: Draft): Promise<Draft> {
  const { name, address } = parseMailbox(draft.from!)!;
  const question: Question = { ...questions.from, message: 'Name that it is sent under', rule: () => undefined, into: (before, answer) => ({ ...before, from: sender({ name: answer, address }) }) };
  return ask(terminal, question, draft, name);
}

async function askZone(terminal: Terminal, draft: Draft): Promise<Draft> {
  const own = draft.domain?.identity === undefined;
  const host = own ? senderDomain(draft)! : new URL(draft.url!).hostname;
  terminal.say(`  If Route 53 in this account serves the DNS of ${host}, the deploy writes ${own ? 'its records' : 'its record'} there;\n  else it prints what to publish. The zone's id is in the Route 53 console, or printed by\n  aws route53 list-hosted-zones-by-name`);
  const id = await terminal.text('Id of the hosted zone (Enter: its DNS is elsewhere)', { check: (text) => (text.trim() === '' ? undefined : faultOfZoneId(text)) });
  if (id.trim() === '') return draft;
  // The pages have a name in a zone, not its own.
  const fallback = own ? host : host.slice(host.indexOf('.') + 1);
  return ask(terminal, { ...questions.zone, message: 'Name of the zone', required: true, into: (before, name) => questions.zone.into(before, `${name}=${id}`) }, draft, fallback);
}
