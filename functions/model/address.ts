import { domainToASCII } from 'node:url';
import validator from 'validator/lib/isEmail.js';

// The module is CommonJS: its function is on `default` for the types, and there too at run time.
const isEmail = validator.default;

/**
 * A mail address as SES can take it, or undefined: ASCII before the @ (SES has
 * no SMTPUTF8), an international domain in its ASCII form (RFC 5891), lengths
 * as in RFC 5321 section 4.5.3.1.
 */
export function parseAddress(text: string): string | undefined {
  const at = text.trim().lastIndexOf('@');
  if (at < 1) return undefined;
  const address = `${text.trim().slice(0, at)}@${domainToASCII(text.trim().slice(at + 1))}`;
  return isEmail(address, { allow_utf8_local_part: false }) ? address : undefined;
}

/** What stands after the @. */
export const domainPart = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** A name with an address, as in the From of a mail. */
export interface Mailbox {
  /** May be empty. */
  readonly name: string;
  readonly address: string;
}

/** Reads `Name <address>` or a bare address; undefined where the address is none. */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, quoted, address] = /^(.*?)\s*<([^<>]+)>$/.exec(text.trim()) ?? [undefined, '', text.trim()];
  const name = quoted.replace(/^"(.*)"$/, '$1');
  const parsed = parseAddress(address);
  return parsed === undefined ? undefined : { name, address: parsed };
}
