import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/*.e2e.ts'],
    globalSetup: 'test/package/consumer.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The pages measure nothing, but two browsers at once would only wait for each other.
    fileParallelism: false,
  },
});
