const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const;
const format = new Intl.RelativeTimeFormat('en');

/** A moment as seen from another: `3 hours ago`, `in 30 minutes`, `now`. */
export function relativeTime(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const [unit, length] = units.find(([, each]) => Math.abs(ms) >= each) ?? ['minute', 60_000];
  const amount = Math.round(ms / length);
  return amount === 0 ? 'now' : format.format(amount, unit);
}
