import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    // Real processes, servers and an emulator: a slow machine must not fail a right program.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
