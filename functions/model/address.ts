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
