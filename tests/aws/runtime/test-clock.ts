import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The time of a test: functions (`clock.ts`) and the emulator's queues (`../moto/dawnpost/account.py`) go by it. */
export interface TestClock {
  /** For DAWNPOST_CLOCK. */
  readonly file: string;
  now(): number;
  /** Puts it forward. */
  advance(milliseconds: number): void;
  /** Puts it forward to that moment. */
  to(at: Date): void;
}

export function testClock(dir: string): TestClock {
  const file = join(dir, 'clock');
  let ahead = 0;
  const write = (): void => {
    // Whole at any moment: others read it all the time.
    writeFileSync(`${file}.new`, String(ahead));
    renameSync(`${file}.new`, file);
  };
  write();
  const now = (): number => Date.now() + ahead;
  const advance = (milliseconds: number): void => {
    if (milliseconds < 0) throw new Error('a clock is not put back');
    ahead += Math.ceil(milliseconds);
    write();
  };
  return { file, now, advance, to: (at) => advance(at.getTime() - now()) };
}
