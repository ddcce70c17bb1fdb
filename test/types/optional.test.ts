import { expect, it } from 'vitest';
import { complaintsOf } from '../support/typescript.ts';

/* Programs hand on a signal that they may not have, and some compile with `exactOptionalPropertyTypes`. */

const options = [
  'const request: PoolRequest = { signal, onProgress };',
  'const request: PoolRunOptions = { signal, onProgress };',
  'const rows: RowsOptions = { width: 1, signal };',
];

it('a signal and onProgress may be undefined', () => {
  const modules = options.map((code) =>
    [
      "import type { PoolRequest, PoolRunOptions } from '../../src/pool/pool-types.ts';",
      "import type { RowsOptions } from '../../src/stream/row-types.ts';",
      'declare const signal: AbortSignal | undefined;',
      'declare const onProgress: ((done: number, total: number) => void) | undefined;',
      `export ${code}`,
    ].join('\n'),
  );
  const complaints = complaintsOf(modules, 'types-optional', { exactOptionalPropertyTypes: true });
  expect(complaints).toEqual(options.map(() => ''));
});
