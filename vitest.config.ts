import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A core less, which is the default, is half of two.
    maxWorkers: '100%',
    // On a busy machine; how long anything takes is the benchmark's business.
    testTimeout: 60_000,
    globalSetup: ['test/kernels/called.ts'],
    // A config of its own runs these: test/fuzz/vitest.config.ts.
    exclude: [...configDefaults.exclude, 'test/fuzz/**'],
  },
});
