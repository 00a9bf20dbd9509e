import { describe, expect, it } from 'vitest';
import { issueKey } from '../../functions/keys.ts';
import type { Quota } from '../../functions/ports.ts';
import { noteTimetable, type Standing } from '../../functions/standing.ts';
import { isLate, metricsOf, watch } from '../../functions/watch/watch.ts';
import { memoryStore } from '../collect/memory-store.ts';
import { config } from '../fixtures.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00.000Z`);
const due = { date: '2026-03-02', at: at('07:00') };

async function watched(now: string, { outcome, began = '2026-03-01T12:00:00.000Z', quota = () => Promise.resolve<Quota>({ perSecond: 14, perDay: 50_000, remainingToday: 37_500 }) }: { outcome?: object; began?: string; quota?: () => Promise<Quota> } = {}) {
  const store = memoryStore();
  const lines: [string, object | undefined][] = [];
  await noteTimetable(store, config, new Date(began), 'n');
  if (outcome) await store.create(issueKey('2026-03-02', 'outcome.json'), JSON.stringify(outcome));
  const before = store.objects.size;
  const report = await watch({ store, mailer: { quota }, log: (event, facts) => lines.push([event, facts]), clock: () => at(now) }, config);
  expect(store.objects.size).toBe(before);
  return { report, lines, metrics: metricsOf(report) };
}

describe('the watch', () => {
  it('finds the issue in its place', async () => {
    const { report, metrics } = await watched('08:00', { outcome: { version: 1, outcome: 'made' } });
    expect(report).toEqual({ date: '2026-03-02', standing: 'done', isLate: false, quotaUsed: 25 });
    expect(metrics).toEqual({ IssueLate: 0, QuotaUsedPercent: 25 });
  });

  it('says that it is late from the minute that the operator has set, and no earlier', async () => {
    expect((await watched('07:29')).metrics).toMatchObject({ IssueLate: 0 });
    const { metrics, lines } = await watched('07:30');
    expect(metrics).toMatchObject({ IssueLate: 1 });
    expect(lines).toContainEqual(['watch', expect.objectContaining({ level: 'WARN', isLate: true })]);
  });

  it('does not expect an issue of a newsletter that has only begun', async () => expect((await watched('08:00', { began: '2026-03-02T07:30:00.000Z' })).metrics).toMatchObject({ IssueLate: 0 }));

  it('goes on where SES does not answer', async () => {
    const { metrics, lines } = await watched('08:00', { quota: () => Promise.reject(new Error('Throttling')) });
    expect(metrics).toEqual({ IssueLate: 1 });
    expect(lines).toContainEqual(['watch.quota', { level: 'WARN', detail: 'Error: Throttling' }]);
  });

  it('takes no quota, or one without a limit, for nothing used', async () => {
    expect((await watched('08:00', { quota: () => Promise.resolve({ perSecond: Infinity, perDay: Infinity, remainingToday: Infinity }) })).metrics).toMatchObject({ QuotaUsedPercent: 0 });
    expect((await watched('08:00', { quota: () => Promise.resolve({ perSecond: 0, perDay: 0, remainingToday: 0 }) })).metrics).toMatchObject({ QuotaUsedPercent: 0 });
  });

  it('tells for an hour of an issue that was made up before it looked', () => {
    const made = (caughtUp: string): Standing => ({ kind: 'done', due, outcome: { version: 1, nonce: '', date: due.date, outcome: 'made', at: due.at.toISOString(), caughtUp } });
    expect(isLate(made('2026-03-02T07:30:00.000Z'), 30, at('07:35'))).toBe(true);
    expect(isLate(made('2026-03-02T07:30:00.000Z'), 30, at('08:30'))).toBe(false);
  });
});
