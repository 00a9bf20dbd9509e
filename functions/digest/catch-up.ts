import type { Config } from '../config.ts';
import { noteTimetable, type Standing, standingOf } from '../standing.ts';
import type { DraftOptions } from './draft.ts';
import type { DigestPorts, DigestReport } from './publish.ts';

/** What a look for a missed issue led to. */
export type CatchUpReport =
  | { readonly date: string; readonly outcome: 'nothing-missed' | 'too-late' }
  /** It was made, or found to have no stories. */
  | (DigestReport & { readonly caughtUp: string });

/**
 * Makes up the issue that was due last, if its digest has not come to an end
 * within `watch.lateAfterMinutes` and it is no older than
 * `schedule.catchUpHours`. It is made as of the time it was due, so that a
 * start that is late does no harm beside this: both freeze the same date once.
 * `publishAs` is `publish` as of those times.
 */
export async function catchUp(
  { store, log }: Pick<DigestPorts, 'store' | 'log'>,
  config: Config,
  { now, nonce }: { readonly now: Date; readonly nonce: string },
  publishAs: (times: Pick<DraftOptions, 'now' | 'date' | 'caughtUp'>) => Promise<DigestReport>,
): Promise<CatchUpReport> {
  await noteTimetable(store, config, now, nonce);
  const standing = await standingOf(store, config, now);
  const { date, at } = standing.due;
  const verdict = verdictOf(standing, config, now);
  if (verdict !== 'missed') {
    if (verdict === 'too-late') log('digest.too-late', { level: 'WARN', date, due: at.toISOString() });
    return { date, outcome: verdict };
  }
  const caughtUp = now.toISOString();
  log('digest.missed', { level: 'WARN', date, due: at.toISOString() });
  return { ...(await publishAs({ now: at, date, caughtUp })), caughtUp };
}

/** What to do about the issue that was due last. */
export function verdictOf({ kind, due }: Pick<Standing, 'kind' | 'due'>, { schedule, watch }: Pick<Config, 'schedule' | 'watch'>, now: Date): 'nothing-missed' | 'too-late' | 'missed' {
  const minutes = (now.getTime() - due.at.getTime()) / 60_000;
  if (kind !== 'missing' || minutes < watch.lateAfterMinutes || schedule.catchUpHours === 0) return 'nothing-missed';
  return minutes > schedule.catchUpHours * 60 ? 'too-late' : 'missed';
}
