import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/playground/**/*.e2e.ts'],
    globalSetup: 'test/playground/build.ts',
    // Each file starts two browsers.
    maxWorkers: 2,
    // On a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
