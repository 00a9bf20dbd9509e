import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, Ledger } from '../../functions/deliver/ledger.ts';
import { type IssueFile, issueKey, subscribersKey } from '../../functions/keys.ts';
import type { Roster } from '../../functions/model/subscriber.ts';
import { read } from '../../functions/objects.ts';
import type { Context } from '../context.ts';
import { csvLines } from '../csv.ts';
import { ledgerKeys } from './read.ts';

const files: readonly IssueFile[] = ['issue.json', 'template.html', 'mail.html', 'mail.txt', 'page.html'];

/** Writes the issue's files and `deliveries.csv`, a line for each recipient, into a folder; yields the files. */
export async function exportIssue(context: Context, date: string, dir: string): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const written: string[] = [];
  for (const file of files) {
    const stored = await context.stack.store.get(issueKey(date, file));
    if (!stored) continue;
    await writeFile(join(dir, file), stored.body);
    written.push(join(dir, file));
  }
  const csv = join(dir, 'deliveries.csv');
  await pipeline(Readable.from(lines(context, date)), createWriteStream(csv));
  return [...written, csv];
}

const header = ['address', 'id', 'state', 'at', 'message_id', 'reason', 'repeats'];

async function* lines(context: Context, date: string): AsyncGenerator<string> {
  const { store } = context.stack;
  yield csvLines([header]);
  let [shard, roster]: [string | undefined, Roster | undefined] = [undefined, undefined];
  for (const ledger of await ledgerKeys(context, date)) {
    if (ledger.shard !== shard) [shard, roster] = [ledger.shard, await read<Roster>(store, subscribersKey(ledger.shard))];
    const entries = Object.entries((await read<Ledger>(store, ledger.key))?.entries ?? {});
    // Who has been erased since is known by the id alone.
    yield csvLines(entries.map(([id, entry]) => [roster?.subscribers[id]?.address ?? '', id, ...factsOf(entry)]));
  }
}

const factsOf = (entry: Entry): string[] => [
  entry.state,
  'at' in entry ? entry.at : '',
  'messageId' in entry ? entry.messageId : '',
  'reason' in entry ? entry.reason : '',
  String(entry.again ?? 0),
];
