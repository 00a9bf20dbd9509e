import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emfMetrics } from '../../functions/aws/metrics.ts';

describe('metrics', () => {
  let said: string[] = [];
  beforeEach(() => {
    said = [];
    vi.stubEnv('STACK', 'Morning');
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('are one line of embedded metric format a call, by newsletter and by nothing else', () => {
    const metrics = emfMetrics();
    metrics({ Submitted: 12, QuotaUsedPercent: 80.5 });
    metrics({ Submitted: 0 });
    const [first, second, ...rest] = said.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rest).toEqual([]);
    expect(first).toEqual({
      _aws: {
        Timestamp: expect.any(Number) as number,
        CloudWatchMetrics: [{ Namespace: 'Dawnpost', Dimensions: [['newsletter']], Metrics: [{ Name: 'Submitted', Unit: 'Count' }, { Name: 'QuotaUsedPercent', Unit: 'Percent' }] }],
      },
      newsletter: 'Morning',
      Submitted: 12,
      QuotaUsedPercent: 80.5,
    });
    expect(second).toMatchObject({ newsletter: 'Morning', Submitted: 0 });
    expect(second).not.toHaveProperty('QuotaUsedPercent');
    expect(said.every((line) => line.endsWith('\n') && line.trim().split('\n').length === 1)).toBe(true);
  });

  it('are none where a number has no end, or there is none at all', () => {
    emfMetrics()({ Quota: Infinity, Rate: NaN });
    emfMetrics()({});
    expect(said).toEqual([]);
  });

  it('need the name of the stack', () => {
    vi.stubEnv('STACK', '');
    expect(() => emfMetrics()).toThrow('STACK');
  });
});
