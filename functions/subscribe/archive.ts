import pMap from 'p-map';
import { issueKey, prefixes } from '../keys.ts';
import type { Issue } from '../model/issue.ts';
import { clip, plainText } from '../model/text.ts';
import { keysUnder, read } from '../objects.ts';
import type { Store } from '../ports.ts';

/** What the index and the feed tell of an issue. Every text is plain: one line, no control characters. */
export interface Listed {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** ISO time at which it was frozen. */
  readonly at: string;
  readonly subject: string;
  readonly preheader: string;
  readonly sections: readonly { readonly title: string; readonly headlines: readonly string[] }[];
}

/** Some of the issues, and where the rest of them are. */
export interface Slice {
  /** Newest first. */
  readonly dates: readonly string[];
  /** The `before` of the slice that comes after this one, older; undefined where there is none. */
  readonly older?: string;
  /** The `before` of the slice that comes before this one; 'newest' where that is the first of all. */
  readonly newer?: string;
}

export interface Archive {
  /** The dates of the issues that can be read, oldest first. */
  dates(): Promise<string[]>;
  /** What is told of them, in the order asked for. */
  issues(dates: readonly string[]): Promise<Listed[]>;
}

/** The issues as they are stored. They are frozen, so each is read once in the life of the process. */
export function archiveOf(store: Store): Archive {
  const known = new Map<string, Listed>();

  async function issue(date: string): Promise<Listed[]> {
    const before = known.get(date);
    if (before) return [before];
    const stored = await read<Issue>(store, issueKey(date, 'issue.json'));
    if (!stored) return [];
    const listed = listedOf(stored);
    known.set(date, listed);
    return [listed];
  }

  return {
    async dates() {
      // By its page, which is written last: nobody is told of an issue that can't be read yet.
      return (await keysUnder(store, prefixes.issues)).flatMap((key) => /^issues\/(\d{4}-\d{2}-\d{2})\/page\.html$/.exec(key)?.[1] ?? []);
    },
    async issues(dates) {
      return (await pMap(dates, issue, { concurrency: 10 })).flat();
    },
  };
}

/** The `size` newest issues of `dates` (oldest first), or the newest of those before a date. Undefined where none is before it. */
export function sliceOf(dates: readonly string[], before: string | undefined, size: number): Slice | undefined {
  const end = before === undefined ? dates.length : dates.filter((date) => date < before).length;
  if (before !== undefined && end === 0) return undefined;
  const start = Math.max(0, end - size);
  return {
    dates: dates.slice(start, end).reverse(),
    ...(start > 0 && { older: dates[start]! }),
    ...(end < dates.length && { newer: dates[end + size] ?? 'newest' }),
  };
}

function listedOf({ date, at, subject, preheader, sections }: Issue): Listed {
  return {
    date,
    at,
    subject: line(subject),
    preheader: line(preheader),
    sections: sections
      .filter(({ stories }) => stories.length > 0)
      .map(({ title, stories }) => ({ title: line(title), headlines: stories.map((story) => line(story.title)) })),
  };
}

const line = (text: string): string => clip(plainText(text), 200);
