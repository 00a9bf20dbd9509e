/** The kinds of value that newsletter.yaml has, each with an error that says what is right. */
import { z } from 'zod';
import { parseMailbox } from './model/address.ts';

/** A value as it is quoted in a message. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** An error text for a field: `right` says what belongs there, with an example. */
export const expect = (right: string) => ({
  error: (issue: { input?: unknown }) =>
    issue.input === undefined || issue.input === null
      ? `is ${issue.input === null ? 'empty' : 'missing'}; write ${right}`
      : `${shown(issue.input)} will not do; write ${right}`,
});

/** Characters of a title, a name or an address of the file, at most. */
export const maxLength = 200;
export const maxUrlLength = 2000;

export const line = (right: string, max = maxLength) => {
  const error = expect(right);
  // No control characters: these texts go into mail headers.
  return z.string(error).trim().min(1, error).max(max, error).regex(/^\P{Cc}*$/u, error);
};

export const mailbox = (right: string) => line(right).refine((text) => parseMailbox(text) !== undefined, expect(right));
export const count = (right: string, max: number) => z.int(expect(right)).min(1, expect(right)).max(max, expect(right));
export const words = () => z.array(line('a word or phrase'), expect('a list of words, such as [election, budget]'));

/** Whether the text is an absolute http or https URL. */
export function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

export const isHttps = (text: string): boolean => isHttp(text) && new URL(text).protocol === 'https:';

/** A value's fields; none where it is no mapping. */
export const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
