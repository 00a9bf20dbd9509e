/** What a newsletter.yaml says, as the feeds commands read and change it. Unlike the runs, they take one that has no sections or feeds yet. */
import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { parseConfigText } from '../../functions/config-file.ts';
import { type Config, parseConfig } from '../../functions/config.ts';
import { OperatorError } from '../failure.ts';
import { addFeeds, type Addition, titleKey } from './yaml-add.ts';
import { mapsAt, NotEditable, pairOf } from './yaml-nodes.ts';
import { removeFeed } from './yaml-remove.ts';

/** A feed as the file has it. */
export interface ListedFeed {
  /** In its normal form: what feeds are compared by. */
  readonly url: string;
  /** What readers see: its host where the file gives no name. */
  readonly name: string;
  readonly section: string;
  /** In the file, from 1. */
  readonly line: number;
}

export interface Newsletter {
  readonly file: string;
  readonly source: string;
  /** Without the sections that have no feeds. */
  readonly config: Config;
  /** Titles of all sections, in order. */
  readonly sections: readonly string[];
  readonly feeds: readonly ListedFeed[];
  /** What the file says, unchecked but for what `config` is made from. */
  readonly written: { readonly sections: readonly WrittenSection[] };
}

/** The newsletter that the text of `file` says, or an OperatorError with every problem of it. */
export function parseNewsletter(source: string, file: string): Newsletter {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const written = document.errors.length > 0 ? undefined : valueOf(document, file);
  const config = configOf(written);
  if (!config) {
    const loaded = parseConfigText(source, file);
    throw new OperatorError(loaded.kind === 'problems' ? loaded.text : `${file}: can't be read`, 2);
  }
  const sections = (written as { sections?: WrittenSection[] | null }).sections ?? [];
  return { file, source, config, sections: sections.map(({ title }) => title.trim()), feeds: listed(config, document, lines), written: { ...(written as object), sections } };
}

function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // An alias of nothing.
    throw new OperatorError(`${file}: not YAML: ${(error as Error).message}`, 2);
  }
}

/** The section of that title, as the file spells it. */
export const knownSection = ({ sections }: Newsletter, title: string): string | undefined => sections.find((each) => titleKey(each) === titleKey(title));

/** A line for each section that has no feeds: no run takes such a file. */
export const emptySections = ({ written, file }: Newsletter): string[] =>
  written.sections.filter(lacksFeeds).map(({ title }) => `section “${title}” of ${file} has no feeds yet: give it one, or take it out`);

interface WrittenSection {
  title: string;
  feeds?: { url: string; name?: string }[] | null;
}

/** The configuration if nothing is wrong but that there are no sections or feeds yet: with a feed in their place, all else is checked. */
function configOf(written: unknown): Config | undefined {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined;
  const given: unknown = (written as { sections?: unknown }).sections ?? [];
  if (!Array.isArray(given)) return undefined;
  const filled = given.map((section: unknown, n) => (lacksFeeds(section) ? { ...section, feeds: [{ url: `https://none.invalid/${n}` }] } : section));
  const result = parseConfig({ ...written, sections: given.length > 0 ? filled : [{ title: 'None', feeds: [{ url: 'https://none.invalid/' }] }] });
  if (result.kind !== 'config') return undefined;
  return { ...result.config, sections: result.config.sections.filter((_, n) => n < given.length && !lacksFeeds(given[n])) };
}

function lacksFeeds<T>(section: T): section is T & object {
  if (typeof section !== 'object' || section === null) return false;
  const { feeds } = section as { feeds?: unknown };
  return feeds === undefined || feeds === null || (Array.isArray(feeds) && feeds.length === 0);
}

function listed(config: Config, document: Document, lines: LineCounter): ListedFeed[] {
  const places = linesOf(document, lines);
  return config.sections.flatMap(({ title, feeds }) => feeds.map(({ url, name }) => ({ url, name, section: title })))
    .map((feed, n) => ({ ...feed, line: places[n] ?? 1 }));
}

/** The line of each feed, in the file's order; none of a file that can be read but not edited. */
function linesOf(document: Document, lines: LineCounter): number[] {
  if (!isMap(document.contents)) return [];
  try {
    const feeds = mapsAt(document.contents, 'sections').flatMap((section) => mapsAt(section, 'feeds'));
    return feeds.map((feed) => {
      const key = pairOf(feed, 'url')?.key;
      return lines.linePos(isNode(key) ? (key.range?.[0] ?? 0) : 0).line;
    });
  } catch (error) {
    if (error instanceof NotEditable) return [];
    throw error;
  }
}

/** The newsletter with the feeds added; nothing is written. */
export function withFeeds(newsletter: Newsletter, additions: readonly Addition[]): Newsletter {
  const expected: WrittenSection[] = structuredClone([...newsletter.written.sections]);
  const byTitle = new Map<string, WrittenSection>(expected.map((section) => [titleKey(section.title), section]));
  for (const { section, url, name } of additions) {
    const key = titleKey(section);
    const found = byTitle.get(key) ?? { title: section };
    if (!byTitle.has(key)) expected.push(found);
    byTitle.set(key, found);
    (found.feeds ??= []).push({ url, ...(name !== undefined && { name }) });
  }
  return edited(newsletter, expected, () => addFeeds(newsletter.source, additions));
}

/** The newsletter without one feed, and without the section that it leaves empty; nothing is written. */
export function withoutFeed(newsletter: Newsletter, url: string): Newsletter {
  const expected = newsletter.written.sections;
  const section = expected.findIndex(({ feeds }) => feeds?.some((feed) => normal(feed.url) === url));
  const feeds = expected[section]?.feeds ?? [];
  const feed = feeds.findIndex((each) => normal(each.url) === url);
  const left = expected.flatMap((each, n) => (n !== section ? [each] : feeds.length === 1 ? [] : [{ ...each, feeds: feeds.toSpliced(feed, 1) }]));
  return edited(newsletter, left, () => removeFeed(newsletter.source, section, feed));
}

const normal = (url: string): string => new URL(url.trim()).href;

/** The edited newsletter, if it says exactly what it should and breaks no rule. */
function edited(before: Newsletter, sections: readonly WrittenSection[], edit: () => string): Newsletter {
  try {
    const after = parseNewsletter(edit(), before.file);
    if (!isDeepStrictEqual(after.written, { ...before.written, sections })) throw new NotEditable('the result would say something else');
    return after;
  } catch (error) {
    if (!(error instanceof NotEditable || error instanceof OperatorError)) throw error;
    throw new OperatorError(`${before.file} could not be edited: ${error.message}; it is as it was, so edit \`sections\` by hand`);
  }
}
