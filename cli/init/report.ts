/** What `dawnpost init` says when it has written the file: what is in it, what to know, what comes next. */
import type { Config } from '../../functions/config.ts';
import { feedsOf } from '../../functions/model/feed.ts';
import { count, table } from '../output.ts';
import { type Existing, keptAs } from './existing.ts';
import type { FeedList, Remark } from './feed-list.ts';

export interface Written {
  readonly file: string;
  readonly config: Config;
  readonly replaced: Existing['kind'];
  readonly list: Pick<FeedList, 'leftOut' | 'unasked'>;
}

export function reportLines({ file, config, replaced, list }: Written): string[] {
  const { sections, schedule, timezone } = config;
  const over = { none: '', sample: `, in place of the sample (kept as ${file}${keptAs})`, other: `, in place of what was there (kept as ${file}${keptAs})` }[replaced];
  return [
    `wrote ${file}${over}: ${count(feedsOf(config).length, 'feed')} in ${count(sections.length, 'section')}, out at ${schedule.at} ${timezone}`,
    ...remarks('left out', list.leftOut, (url, detail) => `${url} ${detail}`),
    ...remarks('could not be asked, and taken as given (`dawnpost check` asks again)', list.unasked, (url, detail) => `${url}: ${detail}`),
    ...notes(config).map((note) => `note: ${note}`),
    '',
    'Next:',
    ...table(nextSteps(file, config).map(([command, what]) => [`  ${command}`, what])),
  ];
}

/** A few by name: a list can have thousands of them. */
function remarks(title: string, all: readonly Remark[], line: (url: string, detail: string) => string): string[] {
  const shown = all.slice(0, 10);
  return all.length === 0 ? [] : [
    `${title}: ${count(all.length, 'feed')}`,
    ...shown.map(({ url, detail }) => `  ${line(url, detail)}`),
    ...(all.length > shown.length ? [`  and ${all.length - shown.length} more`] : []),
  ];
}

function notes({ alerts, url, domain }: Config): string[] {
  return [
    ...(alerts.length === 0 ? ['nobody is mailed when something fails; `alerts: you@…` in the file changes that'] : []),
    ...(url !== undefined && !domain.pages ? [`${url} leads to the pages only once you have seen to that; the stack does it with a \`domain.zone\` that holds its name, or a \`domain.certificate\``] : []),
  ];
}

/** Commands, and what each is for, in their order. */
export function nextSteps(file: string, { domain }: Config): readonly (readonly [string, string])[] {
  const own = file === 'newsletter.yaml' ? '' : ` --config ${quoted(file)}`;
  const cdk = file === 'newsletter.yaml' ? '' : ` -c config=${quoted(file)}`;
  const records = domain.identity === 'new' && !domain.zone;
  return [
    [`npx dawnpost check${own}`, 'asks every feed, and says which can not be collected'],
    [`npx dawnpost collect${own}`, 'fetches the feeds into a folder on this machine'],
    [`npx dawnpost preview${own} --open`, 'shows the issue that they make'],
    [`npx dawnpost doctor${own}`, 'says what your AWS account lacks'],
    [`npx cdk bootstrap${cdk}`, 'once for an account and region'],
    [`npx cdk deploy${cdk}`, records ? 'puts it on AWS, and prints the DNS records to publish' : 'puts it on AWS'],
  ];
}

/** A file's name as a shell takes it. */
const quoted = (file: string): string => (/^[\w./~+-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`);

export function reportJson(written: Written): object {
  const { file, config, replaced, list } = written;
  return {
    written: true, file, replaced, name: config.name, from: config.from,
    feeds: feedsOf(config).length, sections: config.sections.map(({ title, feeds }) => ({ title, feeds: feeds.length })),
    leftOut: list.leftOut, unasked: list.unasked, notes: notes(config), next: nextSteps(file, config).map(([command]) => command),
  };
}
