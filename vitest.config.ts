import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // Real processes, servers and an emulator: a slow machine must not fail a right program.
    testTimeout: 60_000,
    // Most of the time they wait for another process: on two cores two do not stand in each other's way.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    hookTimeout: 120_000,
  },
});
