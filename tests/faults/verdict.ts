import { isDeepStrictEqual } from 'node:util';
import type { Entry, Ledger } from '../../functions/deliver/ledger.ts';
import { read } from '../../functions/objects.ts';
import type { Store } from '../../functions/ports.ts';
import { type RoundPlan, variants } from './plan.ts';
import type { Invocation, Reader, Send, Witness } from './witness.ts';

/** What a round came to. */
export interface Verdict {
  readonly problems: readonly string[];
  readonly mails: number;
  /** Mails beyond a reader's first. */
  readonly repeats: number;
  /** Readers who got the mail again that a killed worker had sent, the most of one kill. */
  readonly mostAfterKill: number;
  /** Active readers whom SES would have taken, and who got nothing. */
  readonly missed: number;
  /** Of the missed, those that `afterCrash: skip` is told to leave at that. */
  readonly skipped: number;
  readonly left: number;
  readonly rejected: number;
}

/** Holds the ledgers, now that all is done, against what SES took. */
export async function judge(plan: RoundPlan, witness: Witness, store: Store): Promise<Verdict> {
  const { window, afterCrash } = variants[plan.variant];
  const problems = [...witness.problems];
  const entries = await settledEntries(witness, store, problems);
  const accepted = (id: string): Send[] => witness.sends.filter((send) => send.id === id && send.accepted !== undefined);

  let repeats = 0;
  let missed = 0;
  let skipped = 0;
  for (const reader of plan.readers) {
    const got = accepted(reader.id);
    const entry = entries.get(reader.id);
    repeats += Math.max(0, got.length - 1);
    const trouble = troubleOf(reader, got, entry, { left: witness.left.has(reader.id), rejected: plan.rejects.has(reader.address), skips: afterCrash === 'skip' });
    if (trouble) problems.push(`${reader.address} (${reader.id}) ${trouble}: ${got.length} mails, the ledger says ${JSON.stringify(entry)}`);
    const wanted = got.length === 0 && !witness.left.has(reader.id) && !plan.rejects.has(reader.address);
    if (wanted && afterCrash === 'skip' && entry?.state === 'uncertain') skipped += 1;
    else if (wanted) missed += 1;
  }

  const unwritten = (by: Invocation): Set<string> => new Set(witness.sends.flatMap((send) => (send.by === by && send.accepted !== undefined && !send.written ? [send.id] : [])));
  let bound = witness.sends.filter(({ accepted, fate, written }) => accepted !== undefined && written && fate === 'uncertain').length;
  let mostAfterKill = 0;
  for (const by of witness.invocations) {
    const ids = unwritten(by);
    bound += ids.size;
    if (ids.size > 0 && !by.broken) problems.push(`${by.worker} sent to ${ids.size} readers and never wrote it down`);
    if (ids.size > window) problems.push(`${by.worker} left ${ids.size} mails unwritten, more than a window`);
    const again = [...ids].filter((id) => accepted(id).at(-1)?.by !== by).length;
    if (by.broken === 'killed') mostAfterKill = Math.max(mostAfterKill, again);
  }
  if (repeats > bound) problems.push(`${repeats} repeats, though ${bound} were sent without an answer that was written down`);
  const count = (set: { has(key: string): boolean }, by: 'id' | 'address') => plan.readers.filter((reader) => set.has(reader[by])).length;
  return { problems, mails: witness.sends.filter((send) => send.accepted !== undefined).length, repeats, mostAfterKill, missed, skipped, left: count(witness.left, 'id'), rejected: count(plan.rejects, 'address') };
}

/** Every entry of every ledger, as the bucket has it. */
async function settledEntries(witness: Witness, store: Store, problems: string[]): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (const [key, known] of witness.ledgers) {
    const ledger = await read<Ledger>(store, key);
    if (!isDeepStrictEqual(ledger, known)) problems.push(`${key} is not as it was last written`);
    if (ledger?.lease) problems.push(`${key} is still held`);
    for (const [id, entry] of Object.entries(ledger?.entries ?? {})) {
      if (entries.has(id)) problems.push(`${id} is in two ledgers`);
      entries.set(id, entry);
    }
  }
  return entries;
}

/** What is not right about one reader's mails and entry. */
function troubleOf({ id }: Reader, got: readonly Send[], entry: Entry | undefined, reader: { readonly left: boolean; readonly rejected: boolean; readonly skips: boolean }): string | undefined {
  const again = (entry && 'again' in entry && entry.again) || 0;
  if (!entry) return reader.left && got.length === 0 ? undefined : `is on no ledger (${id})`;
  switch (entry.state) {
    case 'planned':
    case 'claimed':
      return 'is not settled';
    case 'submitted':
      if (!got.some(({ accepted }) => accepted === entry.messageId)) return 'has not got the mail that is written down';
      return got.length > again + 1 ? 'got it more often than is written down' : undefined;
    case 'rejected':
      return reader.rejected && got.length === 0 ? undefined : 'is down as rejected';
    case 'left':
      if (!reader.left) return 'is down as one who left';
      return got.length > again ? 'got it more often than is written down' : undefined;
    case 'uncertain':
      if (!reader.skips) return 'is of unknown fate to the end';
      return got.length > 1 ? 'got it twice in spite of skip' : undefined;
  }
}
