import type { Config } from '../../functions/config.ts';
import { issueKey } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import { read } from '../../functions/objects.ts';
import type { Context } from '../context.ts';
import { exportIssue } from '../delivery/export.ts';
import { progressLine, progressOf } from '../delivery/progress.ts';
import { readDelivery } from '../delivery/read.ts';
import { OperatorError } from '../failure.ts';
import { count, table } from '../output.ts';

/** Says what an issue holds and how its delivery went; with `dir`, writes all that is kept of it there. */
export async function showIssue(context: Context, { deliver }: Pick<Config, 'deliver'>, date: string, dir?: string): Promise<void> {
  const { stack, out } = context;
  const issue = await read<Issue>(stack.store, issueKey(date, 'issue.json'));
  if (!issue) throw new OperatorError(`there is no issue of ${date}; \`dawnpost status\` names the last one`);
  const progress = progressOf(await readDelivery(context, date, deliver.afterCrash), stack.clock());
  const written = dir === undefined ? [] : await exportIssue(context, date, dir);
  const stories = issue.sections.reduce((sum, section) => sum + section.stories.length, 0);
  const fates = new Map<string, number>();
  for (const { fate } of issue.items) fates.set(fate, (fates.get(fate) ?? 0) + 1);
  out.report(
    [
      `issue ${date}: “${issue.subject}”, ${issue.caughtUp === undefined ? `made ${issue.at}` : `missed at ${issue.at} and made up at ${issue.caughtUp}`}`,
      ...table([
        ['  stories', `${count(stories, 'story', 'stories')} in ${count(issue.sections.length, 'section')}`],
        ['  items', `${count(issue.items.length, 'item')}: ${[...fates].map(([fate, n]) => `${n} ${fate}`).join(', ') || 'none'}`],
        ['  delivery', progressLine(progress)],
      ]),
      ...written.map((file) => `  ${file}`),
    ],
    { date, subject: issue.subject, at: issue.at, ...(issue.caughtUp !== undefined && { caughtUp: issue.caughtUp }), stories, items: Object.fromEntries(fates), delivery: progress, ...(dir !== undefined && { files: written }) },
  );
}
