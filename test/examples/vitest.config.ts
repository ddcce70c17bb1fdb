import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/examples/*.e2e.ts'],
    globalSetup: 'test/examples/install.ts',
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Node itself imports the examples and what they import, as it does for their users.
    server: { deps: { external: [/\.cache\/examples/] } },
  },
});
