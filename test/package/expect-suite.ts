import { expect } from 'vitest';
import type { BackendName } from '../../src/types.ts';
import { cases } from '../cases.ts';
import { badInputs } from '../errors.ts';
import type { Summary } from './run-suite.ts';

/** Everything was run on each of these backends, on no other, and passed; each backend computed its own results. */
export function expectSuitePassed({ info, backends }: Summary, names: readonly BackendName[]): void {
  expect(backends.flatMap(({ name, failures }) => failures.map((fault) => `${name}: ${fault}`))).toEqual([]);
  expect(backends.map(({ name, passed }) => ({ name, passed }))).toEqual(
    names.map((name) => ({ name, passed: cases.length + badInputs.length })),
  );
  for (const name of names) {
    expect(info.backends[name].runs, `runs of ${name}`).toBeGreaterThanOrEqual(cases.length);
  }
}
