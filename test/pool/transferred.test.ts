import { isDeepStrictEqual as isEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import { bitsOf } from '../support/bits.ts';
import { scenes } from '../support/scenes.ts';
import { poolOf } from './pools.ts';

/* Where memory cannot be shared: pages that are not cross-origin isolated. */

const transferred = poolOf({ threads: 2 }, { isShared: false });
const inTurns = poolOf({ threads: 2 }, { source: 'this is no program' });
afterAll(() => Promise.all([transferred.close(), inTurns.close()]));

describe.each([
  ['sent to workers', transferred],
  ['computed in turns', inTurns],
])('rows that are %s', (_, pool) => {
  it.each(scenes)('$name', async ({ call }) => {
    expect(isEqual(bitsOf(await call(pool as never)), bitsOf(call(library as never)))).toBe(true);
  });
});

it('does what it is meant to', () => {
  expect(transferred.stats()).toMatchObject({ inlineCalls: 0, transport: 'transferred' });
  expect(inTurns.stats()).toMatchObject({ workers: 0, inlineCalls: inTurns.stats().calls });
});
