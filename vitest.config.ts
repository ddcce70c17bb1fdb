import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A config of its own runs these: test/fuzz/vitest.config.ts.
    exclude: [...configDefaults.exclude, 'test/fuzz/**'],
  },
});
