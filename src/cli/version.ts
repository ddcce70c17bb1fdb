import { createRequire } from 'node:module';

/** Of this package, which its package.json two folders above tells, in src/cli as in dist/cli. */
export const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
