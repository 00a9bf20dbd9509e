/** A past issue rendered again, from nothing but what was stored of it. */
import { loadTemplate } from '../../functions/digest/compile.ts';
import { frozenIssue } from '../../functions/digest/draft.ts';
import { renderWith, templateFor, type Templates } from '../../functions/digest/render.ts';
import { issueDateOf, issueKey, prefixes } from '../../functions/keys.ts';
import { keysUnder } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { OperatorError } from '../failure.ts';
import { type Edition, editionWith } from './edition.ts';

const files = { 'mail.html': 'html', 'mail.txt': 'text', 'page.html': 'page' } as const;
type File = keyof typeof files;

/** One rendering beside the one that was stored. */
export interface Compared {
  readonly file: File;
  readonly outcome: 'same' | 'differs' | 'missing';
  /** The first line that differs, counted from 1. */
  readonly line?: number;
}

export interface PastEdition extends Edition {
  /** The issue's own, or today's where it kept none. */
  readonly template: 'kept' | 'current';
  readonly compared: readonly Compared[];
}

/** The issue of `date` again. `current` is asked for only where the issue kept no template. Rejects with an OperatorError where there is no such issue. */
export async function pastEdition(store: Store, date: string, current: () => Promise<Templates>): Promise<PastEdition> {
  const issue = await frozenIssue(store, date);
  if (!issue) throw new OperatorError(await noIssue(store, date));
  const key = issueKey(date, 'template.html');
  const kept = await store.get(key);
  const template = kept ? await loadTemplate(kept.body, key) : templateFor(issue, await current());
  const rendered = renderWith(issue, template);
  const compared = await Promise.all(
    (Object.keys(files) as File[]).map(async (file) => compare(file, (await store.get(issueKey(date, file)))?.body, rendered[files[file]])),
  );
  const notes = [...(kept ? [] : ["it kept no template.html, so today's template is used"]), ...verdict(compared, kept !== undefined)];
  return { ...editionWith('past', issue, rendered, notes), template: kept ? 'kept' : 'current', compared };
}

function compare(file: File, stored: string | undefined, again: string): Compared {
  if (stored === undefined) return { file, outcome: 'missing' };
  if (stored === again) return { file, outcome: 'same' };
  const [before, after] = [stored.split('\n'), again.split('\n')];
  return { file, outcome: 'differs', line: before.findIndex((line, n) => line !== after[n]) + 1 || before.length + 1 };
}

/** What the comparison found, a sentence for each kind of it. */
function verdict(compared: readonly Compared[], templateKept: boolean): string[] {
  const of = (outcome: Compared['outcome']): Compared[] => compared.filter((one) => one.outcome === outcome);
  const why = templateKept
    ? "another version of Dawnpost made what is stored, or one with other locale data (Node's), or it was changed since"
    : "it was made with another template, or by another version of Dawnpost or of Node's locale data";
  const same = of('same').map(({ file }) => file);
  return [
    ...(same.length > 0 ? [`byte for byte as stored then: ${same.join(', ')}`] : []),
    ...of('differs').map(({ file, line }) => `${file} is not as stored then, from line ${line} on: ${why}`),
    ...of('missing').map(({ file }) => `${file} is not stored: the run that made the issue was cut off; \`dawnpost digest\` on the same day makes up for it`),
  ];
}

async function noIssue(store: Store, date: string): Promise<string> {
  const dates = (await keysUnder(store, prefixes.issues)).flatMap((key) => issueDateOf(key) ?? []);
  const near = [dates.findLast((one) => one < date), dates.find((one) => one > date)].filter((one) => one !== undefined);
  if (near.length === 0) return `no issue of ${date}, nor of any other day; \`dawnpost digest\` makes one`;
  return `no issue of ${date}; the nearest ${near.length === 1 ? 'is of' : 'are of'} ${near.join(' and ')}`;
}
