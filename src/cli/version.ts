import { createRequire } from 'node:module';

/** The library's version. The package of the command line has the same. */
export const { version } = createRequire(import.meta.url)('convolve-wasm/package.json') as {
  version: string;
};
