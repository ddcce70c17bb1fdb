import { createRequire } from 'node:module';

/** The package's version. Its package.json is two folders above both src/cli and dist/cli. */
export const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
