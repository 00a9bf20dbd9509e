import type { Config } from '../config.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Clock, Log, Mailer, Store } from '../ports.ts';
import { type Standing, standingOf } from '../standing.ts';

export interface WatchPorts {
  readonly store: Store;
  readonly mailer: Pick<Mailer, 'quota'>;
  readonly log: Log;
  readonly clock: Clock;
}

/** What the alarms go by. */
export interface WatchReport {
  /** Date of the issue that was due last. */
  readonly date: string;
  readonly standing: Standing['kind'];
  readonly isLate: boolean;
  /** Of SES's quota of 24 hours, in percent; undefined where SES did not say. */
  readonly quotaUsed?: number;
}

/** How long an issue that was made up is told of: by then it would be there before the alarm had seen that it was not. */
const toldForMs = 3_600_000;

/** Looks whether the issue of the day is there, and how much of the quota is left. Reads, and writes nothing. */
export async function watch({ store, mailer, log, clock }: WatchPorts, config: Pick<Config, 'schedule' | 'timezone' | 'watch'>): Promise<WatchReport> {
  const now = clock();
  const standing = await standingOf(store, config, now);
  const quotaUsed = await used(mailer).catch((error: unknown) => void log('watch.quota', { level: 'WARN', detail: String(error) }));
  const report: WatchReport = {
    date: standing.due.date,
    standing: standing.kind,
    isLate: isLate(standing, config.watch.lateAfterMinutes, now),
    ...(quotaUsed !== undefined && { quotaUsed }),
  };
  log('watch', { ...(report.isLate && { level: 'WARN' }), ...report });
  return report;
}

/** Whether an issue that was due has not come in time, or had to be made up just now. */
export function isLate({ kind, due, outcome }: Standing, lateAfterMinutes: number, now: Date): boolean {
  if (kind === 'done') return wasMadeUp(outcome, now);
  return kind === 'missing' && now.getTime() - due.at.getTime() >= lateAfterMinutes * 60_000;
}

const wasMadeUp = (outcome: Outcome | undefined, now: Date): boolean => outcome?.caughtUp !== undefined && now.getTime() - Date.parse(outcome.caughtUp) < toldForMs;

async function used(mailer: Pick<Mailer, 'quota'>): Promise<number> {
  const { perDay, remainingToday } = await mailer.quota();
  return perDay > 0 && Number.isFinite(perDay) ? Math.round((1000 * (perDay - remainingToday)) / perDay) / 10 : 0;
}

/** The report as metrics. */
export const metricsOf = ({ isLate, quotaUsed }: WatchReport): Record<string, number> => ({
  IssueLate: Number(isLate),
  ...(quotaUsed !== undefined && { QuotaUsedPercent: quotaUsed }),
});
