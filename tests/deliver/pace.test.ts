import { describe, expect, it } from 'vitest';
import { nextTurn, pacer, recovered, throttleWait } from '../../functions/deliver/pace.ts';

const never = new Date(8.64e15);

/** A pacer on a clock that only its own waits move. */
function paced(perSecond: number) {
  let now = 0;
  const pace = pacer(perSecond, () => now, (ms) => Promise.resolve(void (now += ms)));
  return {
    pace,
    /** Milliseconds that so many turns take. */
    turns: async (count: number): Promise<number> => {
      const start = now;
      for (let n = 0; n < count; n++) expect(await pace.turn(never)).toBe(true);
      return now - start;
    },
    pass: (ms: number): void => void (now += ms),
  };
}

describe('the pace', () => {
  it('is the rate that is allowed, evenly', async () => {
    expect(await paced(14).turns(15)).toBeCloseTo(1000, 5);
    expect(await paced(Infinity).turns(1000)).toBe(0);
  });

  it('does not make up for time in which nothing was sent', async () => {
    const { turns, pass } = paced(10);
    await turns(1);
    pass(10_000);
    expect(await turns(11)).toBeCloseTo(1000, 5);
  });

  it('is half after SES throttles, however many answers say so at once, and recovers', async () => {
    const { pace, turns, pass } = paced(20);
    await turns(20);
    for (let n = 0; n < 10; n++) pace.slower();
    // Ten a second at first, a tenth more with each second.
    const slow = await turns(10);
    expect(slow).toBeGreaterThan(900);
    expect(slow).toBeLessThan(1100);
    pass(20_000);
    expect(await turns(21)).toBeCloseTo(1000, 0);
  });

  it('is found out where no limit was known', async () => {
    const { pace, turns } = paced(Infinity);
    await turns(100);
    pace.slower();
    const ms = await turns(51);
    expect(ms).toBeGreaterThan(800);
    expect(ms).toBeLessThan(1100);
  });

  it('never comes to a stand', async () => {
    const { pace, turns, pass } = paced(1);
    for (let n = 0; n < 20; n++) {
      pace.slower();
      pass(1001);
    }
    expect(await turns(2)).toBeLessThanOrEqual(2000);
  });

  it('refuses at once a turn that would come too late, and keeps it for who comes later', async () => {
    const { pace, turns, pass } = paced(1);
    await turns(1);
    expect(await pace.turn(new Date(1000))).toBe(false);
    expect(await pace.turn(new Date(1001))).toBe(true);
    pass(5000);
    expect(await pace.turn(never)).toBe(true);
  });

  it('follows from plain rules', () => {
    expect(nextTurn(1000, 1010, 10)).toBe(1100);
    expect(nextTurn(1000, 2000, 10)).toBe(2000);
    expect(recovered(10, 20, 0)).toBe(10);
    expect(recovered(10, 20, 100)).toBe(20);
    expect([0, 3, 20].map((attempt) => throttleWait(attempt, 1 - Number.EPSILON)).map(Math.round)).toEqual([500, 4000, 8000]);
  });
});
