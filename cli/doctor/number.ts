/** `1,234`; `any number of` where there is no limit. */
export const number = (n: number): string => (Number.isFinite(n) ? n.toLocaleString('en') : 'any number of');

/** `40 seconds`, `5 minutes`, `2 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return seconds <= 1 ? 'a second' : `${Math.ceil(seconds)} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
