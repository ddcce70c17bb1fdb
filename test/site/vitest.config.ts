import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/site/*.e2e.ts'],
    testTimeout: 300_000,
    // It builds the site.
    hookTimeout: 300_000,
  },
});
