/** Waits for that many milliseconds. */
export type Sleep = (ms: number) => Promise<void>;

/**
 * When the next message may start so that no more than `perSecond` do: a time
 * in ms on the clock of `now`. `last` is the turn before it.
 */
export function nextTurn(last: number, now: number, perSecond: number): number {
  return Math.max(now, last + 1000 / perSecond);
}

/** Gives turns one after the other, `perSecond` of them; `clock` is in ms. */
export function pacer(perSecond: number, clock: () => number, sleep: Sleep): () => Promise<void> {
  let last = -Infinity;
  return async () => {
    const now = clock();
    last = nextTurn(last, now, perSecond);
    if (last > now) await sleep(last - now);
  };
}

/** Milliseconds to wait after the nth throttled answer (from 0) to one message: doubling, with jitter (`random` in [0, 1)). */
export function throttleWait(attempt: number, random: number): number {
  return Math.min(500 * 2 ** attempt, 8000) * (0.5 + random / 2);
}
