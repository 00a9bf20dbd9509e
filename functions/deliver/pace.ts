/** Waits for that many milliseconds. */
export type Sleep = (ms: number) => Promise<void>;

/** Gives turns so that the rate is kept to. */
export interface Pacer {
  /** Resolves to true when the next message may start, or to false, at once, where that would be after `until`. */
  turn(until: Date): Promise<boolean>;
  /** SES has said that it was too fast. */
  slower(): void;
  /** Messages a second that it gives turns to now. */
  perSecond(): number;
}

/** A burst of refusals is one sign, and not ten. */
const signMs = 1000;

/** The rate to begin from where no limit was known and SES throttles, if no more went out in the last second. */
const assumed = 20;

/**
 * Turns one after the other, `perSecond` of them at most; `clock` is in ms.
 * Where SES throttles all the same (others send from the account too), half as
 * many for a while; where nothing was known of a limit, half of what went out in
 * the last second.
 */
export function pacer(perSecond: number, clock: () => number, sleep: Sleep): Pacer {
  let last = -Infinity;
  let rate = perSecond;
  let changed = clock();
  let slowed = -Infinity;
  let second = { start: -Infinity, turns: 0 };
  const least = Math.min(perSecond, 0.5);
  return {
    async turn(until) {
      const now = clock();
      rate = recovered(rate, perSecond, (now - changed) / 1000);
      changed = now;
      const next = nextTurn(last, now, rate);
      if (next >= until.getTime()) return false;
      last = next;
      second = next - second.start < 1000 ? { ...second, turns: second.turns + 1 } : { start: next, turns: 1 };
      if (next > now) await sleep(next - now);
      return true;
    },
    slower() {
      const now = clock();
      if (now - slowed < signMs) return;
      slowed = now;
      rate = Math.max(least, (Number.isFinite(rate) ? rate : Math.max(second.turns, assumed)) / 2);
      changed = now;
    },
    perSecond: () => rate,
  };
}

/** When the next message may start so that no more than `perSecond` do: a time in ms on the clock of `now`. `last` is the turn before it. */
export function nextTurn(last: number, now: number, perSecond: number): number {
  return Math.max(now, last + 1000 / perSecond);
}

/** The rate some seconds later: a tenth more each second, up to what is allowed. */
export function recovered(rate: number, perSecond: number, seconds: number): number {
  return Math.min(perSecond, rate * 1.1 ** Math.max(0, seconds));
}

/** Milliseconds to wait after the nth throttled answer (from 0) to one message: doubling, with jitter (`random` in [0, 1)). */
export function throttleWait(attempt: number, random: number): number {
  return Math.min(500 * 2 ** attempt, 8000) * (0.5 + random / 2);
}
