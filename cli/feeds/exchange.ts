/** `feeds import` and `feeds export`: lists of feeds from and for other programs. Nothing is fetched. */
import { maxUrlLength } from '../../functions/config-fields.ts';
import { realpath } from 'node:fs/promises';
import { OperatorError } from '../failure.ts';
import { count, table } from '../output.ts';
import { importedUrl } from './addresses.ts';
import { cleaned, type FeedsContext } from './context.ts';
import { type Addition, titleKey } from './yaml-add.ts';
import { emptySections, type ListedFeed, type Newsletter, withFeeds } from './newsletter.ts';
import { readNewsletter, replaceFile, updateNewsletter } from './newsletter-file.ts';
import { type OpmlFeed, writeOpml } from './opml.ts';
import { readOpmlFile } from './opml-file.ts';

/** A feed of the list that was not taken. */
interface LeftOut {
  readonly url: string;
  readonly reason: 'in-newsletter' | 'twice' | 'bad-url';
  readonly detail: string;
}

interface ImportPlan {
  readonly additions: readonly Addition[];
  readonly leftOut: readonly LeftOut[];
}

/** What of a list goes where. `section`: of feeds that are in no folder. */
function planImport(list: readonly OpmlFeed[], { feeds, sections, file }: Newsletter, section: string | undefined): ImportPlan {
  const titles = new Map(sections.map((title) => [titleKey(title), title]));
  const there = new Map<string, ListedFeed>(feeds.map((feed) => [feed.url, feed]));
  const taken = new Map<string, Addition>();
  const leftOut: LeftOut[] = [];
  for (const { url: written, name, folder, category } of list) {
    const url = importedUrl(written);
    const before = url === undefined ? undefined : there.get(url);
    const first = url === undefined ? undefined : taken.get(url);
    const title = folder ?? section ?? category ?? 'Feeds';
    if (url === undefined) leftOut.push({ url: written, reason: 'bad-url', detail: `is no http or https address of at most ${maxUrlLength} characters, without user name and password` });
    else if (before) leftOut.push({ url, reason: 'in-newsletter', detail: `is in the newsletter already: ${file}:${before.line}, section “${before.section}”` });
    else if (first) leftOut.push({ url, reason: 'twice', detail: `is in the list twice; kept in section “${first.section}”` });
    else {
      // The first spelling of a title wins; the newsletter's is before all.
      if (!titles.has(titleKey(title))) titles.set(titleKey(title), title);
      taken.set(url, { section: titles.get(titleKey(title))!, url, ...(name !== undefined && { name }) });
    }
  }
  return { additions: [...taken.values()], leftOut };
}

export interface ImportOptions {
  readonly section?: string;
  readonly dryRun?: boolean;
}

export async function importFeeds({ options, out }: FeedsContext, file: string, { section, dryRun = false }: ImportOptions): Promise<boolean> {
  const loose = section === undefined ? undefined : cleaned(section, '--section', 'the heading of a section, such as --section World');
  const before = readNewsletter(options.config);
  const list = await readOpmlFile(file);
  if (list.kind === 'none') throw new OperatorError(list.why);
  let plan: ImportPlan | undefined;
  const change = (newsletter: Newsletter) => {
    plan = planImport(list.feeds, newsletter, loose);
    return { newsletter: plan.additions.length > 0 ? withFeeds(newsletter, plan.additions) : newsletter };
  };
  const { newsletter } = await (dryRun ? Promise.resolve(change(before)) : updateNewsletter(options.config, change));
  const { additions, leftOut } = plan!;
  const lines = importLines(plan!, before, { file: options.config, links: list.links, dryRun });
  out.report([...lines, ...emptySections(newsletter)], { dryRun, added: additions, leftOut, links: list.links });
  return additions.length > 0 || leftOut.some(({ reason }) => reason !== 'bad-url');
}

function importLines({ additions, leftOut }: ImportPlan, before: Newsletter, { file, links, dryRun }: { file: string; links: number; dryRun: boolean }): string[] {
  const counts = new Map<string, number>();
  for (const { section } of additions) counts.set(section, (counts.get(section) ?? 0) + 1);
  const was = new Set(before.sections.map(titleKey));
  const rows = [...counts].map(([title, n]) => [`  ${title}`, `${count(n, 'feed')}${was.has(titleKey(title)) ? '' : ', a new section'}`]);
  return [
    additions.length === 0 ? 'nothing new in the list' : `${dryRun ? 'would add' : 'added'} ${count(additions.length, 'feed')} to ${file}`,
    ...table(rows),
    ...(leftOut.length > 0 ? [`left out ${count(leftOut.length, 'feed')}`] : []),
    ...leftOut.map(({ url, detail }) => `  ${url} ${detail}`),
    ...(links > 0 ? [`passed over ${count(links, 'link')} without the address of a feed`] : []),
    ...(additions.length > 0 && !dryRun ? ['no feed was asked yet: `dawnpost check` asks each once and says which are dead'] : []),
  ];
}

export async function exportFeeds({ options, out }: FeedsContext, file: string | undefined): Promise<boolean> {
  const { config, feeds } = readNewsletter(options.config);
  const opml = writeOpml(config.name, options.now ?? new Date(), config.sections);
  const facts = { sections: config.sections.length, feeds: feeds.length };
  if (file === undefined || file === '-') {
    out.report(opml.trimEnd().split('\n'), { ...facts, opml });
    return true;
  }
  const real = (path: string): Promise<string> => realpath(path).catch(() => path);
  if ((await real(file)) === (await real(options.config))) throw new OperatorError(`${file} is the newsletter itself; name another file`, 2);
  await replaceFile(await real(file), opml).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`${file} can't be written (${error.code ?? error.message}): name a file in a folder that is there and is yours`);
  });
  out.report([`wrote ${count(facts.feeds, 'feed')} in ${count(facts.sections, 'section')} to ${file}`], { ...facts, file });
  return true;
}
