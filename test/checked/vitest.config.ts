import { defineConfig } from 'vitest/config';

/** Any test, or those that are named on the command line, with the build with bounds assertions as backend `wasm`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/checked/*.e2e.ts'],
    setupFiles: ['test/checked/setup.ts'],
    testTimeout: 120_000,
  },
});
