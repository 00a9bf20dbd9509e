/** Loaded before a function: its clock is as many milliseconds later than the machine's as the file of DAWNPOST_CLOCK says. */
import { readFileSync } from 'node:fs';

const real = Date;
const file = process.env['DAWNPOST_CLOCK']!;
let ahead = 0;
let read = -Infinity;

function now(): number {
  const at = real.now();
  // It changes between invocations only.
  if (at - read > 20) [ahead, read] = [Number(readFileSync(file, 'utf8')), at];
  return at + ahead;
}

globalThis.Date = new Proxy(real, {
  construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self) as object,
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});
