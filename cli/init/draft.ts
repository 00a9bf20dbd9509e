/** What newsletter.yaml is to say, as far as it is known, and what its own rules say of that. */
import type { Problem } from '../../functions/config-rules.ts';
import { parseConfig } from '../../functions/config.ts';
import { type Mailbox, parseMailbox } from '../../functions/model/address.ts';

export interface DraftFeed {
  readonly url: string;
  readonly name?: string;
}

export interface DraftSection {
  readonly title: string;
  readonly feeds: readonly DraftFeed[];
}

/** The keys of newsletter.yaml that are asked for, as it has them. */
export interface Draft {
  readonly name?: string;
  readonly from?: string;
  readonly postalAddress?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly schedule?: { readonly at: string };
  readonly stack?: string;
  readonly alerts?: string | readonly string[];
  readonly url?: string;
  readonly domain?: { readonly identity?: 'existing'; readonly zone?: { readonly name: string; readonly id: string } };
  readonly sections?: readonly DraftSection[];
}

/** What the rules of newsletter.yaml find wrong with what is there. That keys are missing yet is no fault. */
export function faultsOf(draft: Draft): readonly Problem[] {
  const result = parseConfig(draft);
  return result.kind === 'config' ? [] : result.problems.filter(({ path }) => Object.hasOwn(draft, path[0] ?? ''));
}

/** The sender as the file has it: `Name <address>`, with a name that is read back as it is. */
export function sender({ name, address }: Mailbox): string {
  if (name === '') return address;
  // A name that stands in quotes would lose them.
  return /^".*"$/.test(name) ? `"${name}" <${address}>` : `${name} <${address}>`;
}

/** Domain of the sender, lower-case; undefined while there is none. */
export const senderDomain = ({ from }: Draft): string | undefined => from === undefined ? undefined : domainOf(parseMailbox(from));

const domainOf = (mailbox: Mailbox | undefined): string | undefined => mailbox?.address.slice(mailbox.address.lastIndexOf('@') + 1).toLowerCase();

/** Names that belong to nobody and stand in examples (RFC 2606, RFC 6761). */
export const isExampleDomain = (domain: string): boolean => /(?:^|\.)(?:example\.(?:com|net|org)|example|invalid)$/i.test(domain);
