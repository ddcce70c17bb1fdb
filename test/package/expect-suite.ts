import { expect } from 'vitest';
import type { BackendName } from '../../src/base/types.ts';
import { cases, someCases } from '../conformance/cases.ts';
import { checks, type Summary } from './run-suite.ts';

/** Everything was run on each of these backends, on no other, and passed; each backend computed its own results. */
export function expectSuitePassed({ info, backends }: Summary, names: readonly BackendName[]): void {
  expect(backends.flatMap(({ name, failures }) => failures.map((fault) => `${name}: ${fault}`))).toEqual([]);
  expect(backends.map(({ name, passed }) => ({ name, passed }))).toEqual(
    names.map((name) => ({ name, passed: checks })),
  );
  for (const name of names) {
    expect(info.backends[name].runs, `runs of ${name}`).toBeGreaterThanOrEqual(
      cases.length + 2 * someCases.length,
    );
  }
}
