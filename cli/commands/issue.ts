import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import type { Entry, Ledger } from '../../functions/deliver/ledger.ts';
import { type IssueFile, issueKey, ledgerPartOf, subscribersKey } from '../../functions/keys.ts';
import type { Issue } from '../../functions/model/issue.ts';
import type { Roster } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import type { Context } from '../context.ts';
import { progressLine, progressOf } from '../delivery/progress.ts';
import { ledgerKeys, readDelivery } from '../delivery/read.ts';
import { OperatorError } from '../failure.ts';
import { count, table } from '../output.ts';

const files: readonly IssueFile[] = ['issue.json', 'template.html', 'mail.html', 'mail.txt', 'page.html'];

/** Says what an issue holds and how its delivery went; with `dir`, writes all that is kept of it there. */
export async function showIssue(context: Context, date: string, dir?: string): Promise<void> {
  const { stack, out } = context;
  const issue = await read<Issue>(stack.store, issueKey(date, 'issue.json'));
  if (!issue) throw new OperatorError(`there is no issue of ${date}; \`dawnpost status\` names the last one`);
  const progress = progressOf(await readDelivery(context, date), stack.clock());
  const written = dir === undefined ? [] : await exportIssue(context, date, dir);
  const stories = issue.sections.reduce((sum, section) => sum + section.stories.length, 0);
  const fates = new Map<string, number>();
  for (const { fate } of issue.items) fates.set(fate, (fates.get(fate) ?? 0) + 1);
  out.report(
    [
      `issue ${date}: “${issue.subject}”, made ${issue.at}`,
      ...table([
        ['  stories', `${count(stories, 'story', 'stories')} in ${count(issue.sections.length, 'section')}`],
        ['  items', `${count(issue.items.length, 'item')}: ${[...fates].map(([fate, n]) => `${n} ${fate}`).join(', ') || 'none'}`],
        ['  delivery', progressLine(progress)],
      ]),
      ...written.map((file) => `  ${file}`),
    ],
    { date, subject: issue.subject, at: issue.at, stories, items: Object.fromEntries(fates), delivery: progress, ...(dir !== undefined && { files: written }) },
  );
}

/** Writes the issue's files and `deliveries.csv`, a line for each recipient, into a folder of its own; yields the files. */
async function exportIssue(context: Context, date: string, dir: string): Promise<string[]> {
  const { stack } = context;
  await mkdir(dir, { recursive: true });
  const written: string[] = [];
  const write = async (name: string, body: string): Promise<void> => {
    await writeFile(join(dir, name), body);
    written.push(join(dir, name));
  };
  for (const file of files) {
    const stored = await stack.store.get(issueKey(date, file));
    if (stored) await write(file, stored.body);
  }
  const rows = await pMap(await ledgerKeys(context, date), (key) => rowsOf(context, key), { concurrency: 16 });
  await write('deliveries.csv', [header, ...rows.flat()].map((row) => `${row.map(cell).join(',')}\r\n`).join(''));
  return written;
}

const header = ['address', 'id', 'state', 'at', 'message_id', 'reason', 'repeats'];

async function rowsOf({ stack }: Context, key: string): Promise<string[][]> {
  const [ledger, roster] = await Promise.all([read<Ledger>(stack.store, key), read<Roster>(stack.store, subscribersKey(ledgerPartOf(key)!.shard))]);
  const row = ([id, entry]: [string, Entry]): string[] => [
    // Who has been erased since is known by the id alone.
    roster?.subscribers[id]?.address ?? '',
    id,
    entry.state,
    'at' in entry ? entry.at : '',
    'messageId' in entry ? entry.messageId : '',
    'reason' in entry ? entry.reason : '',
    String(('again' in entry && entry.again) || 0),
  ];
  return Object.entries(ledger?.entries ?? {}).map(row);
}

/** A field of CSV (RFC 4180). What a spreadsheet would take for a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
