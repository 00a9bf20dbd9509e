/** `feeds add`: from an address of the command line to a feed in the file. */
import { maxLength, maxUrlLength } from '../../functions/config-fields.ts';
import { clip } from '../../functions/model/text.ts';
import { OperatorError } from '../failure.ts';
import { withFeedPorts } from '../feed-ports.ts';
import { count, table } from '../output.ts';
import { addressesOf } from './addresses.ts';
import { cleaned, type FeedsContext } from './context.ts';
import { type FoundFeed, findFeed, type NoFeed } from './find.ts';
import { emptySections, knownSection, type ListedFeed, type Newsletter, withFeeds } from './newsletter.ts';
import { readNewsletter, updateNewsletter } from './newsletter-file.ts';

export interface AddOptions {
  readonly section?: string;
  readonly name?: string;
  readonly dryRun?: boolean;
}

export async function addFeed({ options, out }: FeedsContext, given: string, { section, name, dryRun = false }: AddOptions): Promise<boolean> {
  const addresses = addressesOf(given);
  const before = readNewsletter(options.config);
  const title = sectionFor(before, section);
  const called = name === undefined ? undefined : cleaned(name, '--name', 'the name that readers see, such as --name "Example World"');
  for (const url of addresses) refuseKnown(before, url);
  const found = await withFeedPorts(before.config, options, (ports) => findFeed(ports, addresses, (url) => out.progress(`asking ${url}`)));
  if (found.kind === 'none') throw new OperatorError(complaint(given, found));
  if (found.url.length > maxUrlLength) throw new OperatorError(`${found.url} is longer than the ${maxUrlLength} characters that newsletter.yaml takes; look for a shorter address of it`);
  const addition = { section: title, url: found.url, name: called ?? (clip(found.title, maxLength) || new URL(found.url).hostname.replace(/^www\./, '')) };
  const change = (newsletter: Newsletter) => {
    refuseKnown(newsletter, found.url);
    refuseKnown(newsletter, found.answered);
    return { newsletter: withFeeds(newsletter, [addition]) };
  };
  const { newsletter } = dryRun ? change(before) : await updateNewsletter(options.config, change);
  const { line } = newsletter.feeds.find(({ url }) => url === found.url)!;
  const lines = addedLines(addition, found, { place: `${options.config}:${line}`, isNew: !knownSection(before, title), dryRun });
  out.report([...lines, ...emptySections(newsletter)], {
    added: !dryRun, dryRun, ...addition, line, format: found.format, items: found.items, from: found.from, others: found.others,
  });
  return true;
}

function addedLines({ name, url, section }: { name: string; url: string; section: string }, found: FoundFeed, { place, isNew, dryRun }: { place: string; isNew: boolean; dryRun: boolean }): string[] {
  const where = `${isNew ? 'the new section' : 'section'} “${section}”`;
  const way = { given: '', advertised: `, named by ${found.page}`, linked: `, linked from ${found.page}`, usual: `, found beside ${found.page}` }[found.from];
  const shown = found.others.slice(0, 10);
  return [
    `${dryRun ? 'would add' : 'added'} “${name}” to ${where}, ${place}`,
    `  ${url}`,
    `  ${found.format}, ${found.items === 0 ? 'no items at the moment' : count(found.items, 'item')}${way}`,
    ...(shown.length > 0 ? ['the page names more; add one by its address:'] : []),
    ...table(shown.map((other) => [`  ${other.url}`, other.title])),
    ...(found.others.length > shown.length ? [`  and ${found.others.length - shown.length} more`] : []),
  ];
}

function complaint(given: string, { detail, tried, isPrivate }: NoFeed): string {
  const rows = tried.length > 1 ? ['tried:', ...table(tried.map(({ url, detail: why }) => [`  ${url}`, why]))] : [];
  return [`no feed at ${given}: ${detail}`, ...rows, nextStep(detail, isPrivate, tried.length > 1)].join('\n');
}

function nextStep(detail: string, isPrivate: boolean, looked: boolean): string {
  if (isPrivate) return 'feeds of your own network are fetched with --allow-private only';
  if (detail.includes('<opml>')) return 'it is a list of feeds: save it, and add them with `dawnpost feeds import FILE`';
  return looked ? "look for the address of a feed on the site, and add that" : 'check the address in a browser';
}

function sectionFor(newsletter: Newsletter, given: string | undefined): string {
  const { sections, file } = newsletter;
  if (given !== undefined) {
    const title = cleaned(given, '--section', 'the heading of a section, such as --section World');
    return knownSection(newsletter, title) ?? title;
  }
  if (sections.length === 1) return sections[0]!;
  if (sections.length === 0) throw new OperatorError(`${file} has no section yet; name one with --section TITLE, such as --section World`, 2);
  throw new OperatorError(`which section? name one with --section TITLE; ${file} has ${sections.map((title) => `“${title}”`).join(', ')}, and another title makes a new one`, 2);
}

function refuseKnown({ feeds, file }: Newsletter, url: string): void {
  const there = feeds.find((feed) => feed.url === url);
  if (there) throw new OperatorError(`${url} is in the newsletter already: ${place(there, file)}`);
}

const place = ({ name, section, line }: ListedFeed, file: string): string => `${file}:${line}, “${name}” in section “${section}”`;
