import { type Command, InvalidArgumentError, Option } from 'commander';
import { budget } from '../../functions/digest/fit.ts';
import { isDate } from '../../functions/model/date.ts';
import type { Context } from '../context.ts';
import { count } from '../output.ts';
import type { PastEdition } from '../preview/again.ts';
import type { Edition } from '../preview/edition.ts';
import { previewFolder, writeEdition } from '../preview/files.ts';
import { makeEdition, type Wanted } from '../preview/making.ts';
import { namedItems, namedLine, overBudget, sizeLine } from '../preview/size.ts';
import { templatesDir } from './digest.ts';

export interface PreviewOptions extends Wanted {
  readonly open?: boolean;
  readonly port: number;
  /** False with `--no-browser`. */
  readonly browser: boolean;
}

/** The options of `preview`. */
export const withPreviewOptions = (command: Command): Command =>
  command
    .option('--date <date>', 'a past issue, such as 2026-03-02, rendered again from what was stored; says whether the bytes are the same', parseDate)
    .addOption(new Option('--sample', 'an invented issue in your own look, before anything was collected').conflicts('date'))
    .option('--open', 'show it in the browser, anew after each change of newsletter.yaml, template or what is collected')
    .option('--port <number>', 'the port for --open; another where it is taken', parsePort, 8026)
    .option('--no-browser', 'with --open: print the address only');

/** Shows the issue asked for and changes nothing. Yields false where a past issue is not what it was. */
export async function preview(context: Context, options: PreviewOptions): Promise<boolean> {
  if (options.open) {
    // Only here, as loading the server takes longer than the other commands should wait.
    const { openPreview } = await import('../preview/open.ts');
    await openPreview(context, templatesDir, options);
    return true;
  }
  const edition = await makeEdition(context, templatesDir, options);
  const files = await writeEdition(previewFolder(context), edition);
  context.out.report(summary(edition, files), { ...facts(edition), files });
  return !('compared' in edition) || edition.compared.every(({ outcome }) => outcome === 'same');
}

const titles: Readonly<Record<Edition['kind'], (date: string) => string>> = {
  draft: (date) => `what would be the issue of ${date}`,
  frozen: (date) => `the issue of ${date}`,
  past: (date) => `the issue of ${date}, rendered again`,
  sample: () => 'an invented issue',
};

function summary(edition: Edition, files: readonly string[]): string[] {
  const { kind, issue, size, cut, notes } = edition;
  const stories = issue.sections.reduce((sum, section) => sum + section.stories.length, 0);
  const [named, over] = [namedLine(issue), overBudget(size)];
  return [
    `${titles[kind](issue.date)}: “${issue.subject}”, ${count(stories, 'story', 'stories')}`,
    ...notes,
    `mail.html ${sizeLine(size)}${over === undefined ? '' : `: ${over}`}`,
    ...(cut.length > 0 ? [`cut so that it fits: ${cut.join(', ')}`] : []),
    ...(named === undefined ? [] : [`not told in full: ${named}`]),
    ...files,
  ];
}

function facts(edition: Edition | PastEdition): object {
  const { kind, issue, size, cut, notes } = edition;
  return {
    kind,
    date: issue.date,
    subject: issue.subject,
    frozen: kind === 'frozen' || kind === 'past',
    size,
    budget,
    cut,
    named: namedItems(issue),
    ...('compared' in edition && { template: edition.template, compared: edition.compared }),
    notes,
  };
}

export function parseDate(text: string): string {
  if (!isDate(text)) throw new InvalidArgumentError('write a date as YYYY-MM-DD, such as 2026-03-02.');
  return text;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('write a number from 0 (any free port) to 65535.');
  return port;
}
