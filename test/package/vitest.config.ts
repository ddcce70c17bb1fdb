import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/package/*.e2e.ts'],
    globalSetup: 'test/package/consumer.ts',
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
