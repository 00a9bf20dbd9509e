import { describe, expect, it } from 'vitest';
import { costLines, monthlyCosts, partsOf, type Usage } from '../../cli/doctor/costs.ts';

const usage: Usage = { readers: 1000, feeds: 20, everyMinutes: 30, issuesPerWeek: 7, workers: 2, window: 10, alarms: 14, metrics: 8, dashboards: 1, plan: 'NONE' };
const dollarsOf = (more: Partial<Usage>): Record<string, number> => Object.fromEntries(monthlyCosts({ ...usage, ...more }).lines.map(({ what, dollars }) => [what, dollars]));

describe('what a month costs', () => {
  // As docs/measured.md has it, counted by bench/requests.ts.
  it.each([
    [1000, 0.19, 0.1, 3],
    [10_000, 0.19, 0.23, 30],
    [100_000, 0.19, 1.76, 300],
    [1_000_000, 0.19, 17.27, 3000],
  ])('for %d readers is what was counted', (readers, collecting, delivering, mails) => {
    const dollars = dollarsOf({ readers });
    expect(dollars['SES']).toBeCloseTo(mails, 6);
    expect(dollars['S3, collecting']).toBeCloseTo(collecting, 2);
    expect(Math.abs(dollars['S3, delivering']! - delivering)).toBeLessThan(0.006 + delivering * 0.01);
  });

  // Parts and PUTs of one delivery, from the same counting.
  it.each([[1, 1, 12], [100, 83, 170], [256, 163, 354], [1000, 252, 515], [10_000, 256, 1372], [50_000, 256, 5376], [100_000, 512, 10_748]])('of %d readers there are %d parts', (readers, parts, puts) => {
    const reckoned = partsOf(readers, 10);
    expect(Math.abs(reckoned.parts - parts)).toBeLessThanOrEqual(2 + parts * 0.02);
    expect(Math.abs(11 + reckoned.parts + reckoned.windows - puts)).toBeLessThanOrEqual(3 + puts * 0.05);
  });

  it('has waiting in it: workers × seconds at the rate that SES allows', () => {
    const lambda = (more: Partial<Usage>) => dollarsOf({ readers: 1_000_000 / 30, ...more })['Lambda']!;
    const idle = lambda({ readers: 0, perSecond: 14 });
    // docs/measured.md: a million mails take 0.95 dollars at 14 a second with two workers, 0.13 at 100.
    expect(lambda({ perSecond: 14 }) - idle).toBeCloseTo(0.95, 1);
    expect(lambda({ perSecond: 100 }) - idle).toBeCloseTo(0.14, 1);
  });

  it('depends on the plan of SES, the days and the pace of polls', () => {
    expect(dollarsOf({ plan: 'ESSENTIALS' })['SES']).toBeCloseTo(4.8, 6);
    expect(dollarsOf({ readers: 1_000_000, plan: 'ESSENTIALS' })['SES']).toBeCloseTo(1600 + 2800, 6);
    expect(dollarsOf({ issuesPerWeek: 1 })['SES']).toBeCloseTo(0.4, 6);
    expect(dollarsOf({ everyMinutes: 60 })['S3, collecting']).toBeCloseTo(0.19 / 2, 2);
    expect(monthlyCosts({ ...usage, plan: 'PRO' }).lines[0]!.arithmetic).toContain('not by the plan PRO');
  });

  it('says what AWS’s free amounts take away', () => {
    const { total, free, lines } = monthlyCosts(usage);
    expect(total).toBeCloseTo(lines.reduce((sum, { dollars }) => sum + dollars, 0), 6);
    // Ten of 14 alarms, all metrics and the dashboard.
    expect(lines.find(({ what }) => what === 'CloudWatch')?.free).toBeCloseTo(1 + 2.4 + 3, 2);
    expect(free).toBeLessThan(total);
    expect(costLines({ total, free, lines }).slice(-2)).toEqual([`${total.toFixed(2).padStart(5)}  in all`, ` ${(total - free).toFixed(2)}  in all          where nothing else in the account uses AWS's free amounts`]);
  });
});
