/** What `dawnpost init` has to know: each question once, for those who are asked and for those who give options. */
import { parseMailbox } from '../../functions/model/address.ts';
import { type Draft, faultsOf, isExampleDomain, sender, senderDomain } from './draft.ts';

/** What the machine says of its user. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** IANA name. */
  readonly timezone: string;
}

export interface Question {
  /** As the command line has it, with what it takes. */
  readonly flag: string;
  readonly takes: string;
  /** What is asked, and what belongs there. */
  readonly message: string;
  readonly required?: true;
  /** What an empty answer stands for. */
  readonly fallback?: (draft: Draft, around: Surroundings) => string;
  /** The draft with an answer, which is not empty unless one is required. */
  readonly into: (draft: Draft, answer: string) => Draft;
  /** A rule beyond those of the file. */
  readonly rule?: (answer: string) => string | undefined;
}

export const questions = {
  name: { flag: '--name', takes: 'TEXT', message: 'Name of the newsletter', required: true, into: (draft, name) => ({ ...draft, name }) },
  from: { flag: '--from', takes: '"NAME <ADDRESS>"', message: 'Address that it is sent from, of a domain that is yours', required: true, rule: realSender, into: withSender },
  postalAddress: { flag: '--postal-address', takes: 'TEXT', message: 'Postal address (anti-spam laws ask for it in every mail)', required: true, into: (draft, postalAddress) => ({ ...draft, postalAddress }) },
  locale: { flag: '--locale', takes: 'TAG', message: 'Language of dates and fixed texts, such as en-GB', fallback: (_, { env }) => localeOf(env), into: (draft, locale) => ({ ...draft, locale }) },
  timezone: { flag: '--timezone', takes: 'NAME', message: 'Timezone, such as Europe/London', fallback: (_, { timezone }) => (faultsOf({ timezone }).length === 0 ? timezone : 'UTC'), into: (draft, timezone) => ({ ...draft, timezone }) },
  at: { flag: '--at', takes: 'HH:MM', message: 'Time of day at which it goes out', fallback: () => '07:00', into: withTime },
  alerts: { flag: '--alerts', takes: 'ADDRESS...', message: 'Address that is mailed when something fails (Enter: none)', into: withAlerts },
  section: { flag: '--section', takes: 'TITLE', message: 'Heading of the feeds that are in no folder', required: true, into: (draft, title) => ({ ...draft, sections: [{ title, feeds: [{ url: 'https://none.invalid/' }] }] }) },
  url: { flag: '--url', takes: 'URL', message: "Address of its pages, if not AWS's own (Enter: AWS's)", into: (draft, url) => ({ ...draft, url }) },
  zone: { flag: '--zone', takes: 'NAME=ID', message: '', into: withZone },
  stackName: { flag: '--stack-name', takes: 'NAME', message: '', into: (draft, stack) => ({ ...draft, stack }) },
} satisfies Record<string, Question>;

export type Answered =
  | { readonly kind: 'taken'; readonly draft: Draft }
  /** A sentence that says what would be right. */
  | { readonly kind: 'refused'; readonly why: string };

/** The draft with the answer, if the rules of the file take it. An empty one leaves out what is not required. */
export function answered(question: Question, draft: Draft, given: string): Answered {
  const answer = given.trim();
  if (answer === '' && !question.required) return { kind: 'taken', draft };
  const next = question.into(draft, answer);
  const known = faultsOf(draft).map(({ message }) => message);
  const why = faultsOf(next).map(({ message }) => message).find((message) => !known.includes(message)) ?? question.rule?.(answer);
  // Who gave nothing need not read that nothing will do.
  return why === undefined ? { kind: 'taken', draft: next } : { kind: 'refused', why: why.replace(/^"" will not do; /, '') };
}

/** The language that the environment asks for, as a tag: of `de_AT.UTF-8`, de-AT. What is no language gives `en`. */
export function localeOf(env: Surroundings['env']): string {
  // The order of POSIX (Base Definitions, 8.2).
  const given = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value) ?? '';
  const tag = given.replace(/[.@].*$/, '').replaceAll('_', '-');
  return /^[a-z]{2,3}(?:-|$)/i.test(tag) && faultsOf({ locale: tag }).length === 0 ? Intl.getCanonicalLocales(tag)[0]! : 'en';
}

/** As people write it, `6:30` too, and in the quotes that the file needs. */
function withTime(draft: Draft, answer: string): Draft {
  return { ...draft, schedule: { at: answer.replace(/^(["'])(.*)\1$/, '$2').replace(/^\d:/, '0$&') } };
}

/** A bare address is given the newsletter's name, which readers know. */
function withSender(draft: Draft, answer: string): Draft {
  const mailbox = parseMailbox(answer);
  return { ...draft, from: mailbox ? sender({ name: mailbox.name || (draft.name ?? ''), address: mailbox.address }) : answer };
}

function realSender(answer: string): string | undefined {
  const domain = senderDomain({ from: answer });
  if (domain === undefined || !isExampleDomain(domain)) return undefined;
  return `${domain} is for examples and belongs to nobody; write an address of a domain that is yours`;
}

function withAlerts(draft: Draft, answer: string): Draft {
  const addresses = answer.split(/[\s,;]+/).filter((each) => each !== '');
  return { ...draft, alerts: addresses.length === 1 ? addresses[0]! : addresses };
}

function withZone(draft: Draft, answer: string): Draft {
  const [, name = '', id = ''] = /^([^=]*)=(.*)$/.exec(answer) ?? ['', answer, ''];
  // As `aws route53` prints it.
  return { ...draft, domain: { ...draft.domain, zone: { name: name.trim(), id: id.trim().replace(/^\/hostedzone\//, '') } } };
}
