import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // On a busy machine; how long anything takes is the benchmark's business.
    testTimeout: 60_000,
    globalSetup: ['test/kernels/called.ts'],
  },
});
