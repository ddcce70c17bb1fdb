import type { BackendInfo, BackendName } from '../../src/base/types.ts';
import { type Api, cases, runCase, runMethod, someCases } from '../conformance/cases.ts';
import { badInputs, checkRefusal } from '../conformance/errors.ts';

/** What came of the suite, wherever it ran. */
export interface Summary {
  readonly info: BackendInfo;
  readonly backends: readonly BackendSummary[];
}

export interface BackendSummary {
  readonly name: BackendName;
  readonly passed: number;
  /** Name and fault of each case that failed. */
  readonly failures: readonly string[];
  readonly milliseconds: number;
}

/** Methods for which some of the cases run once more. */
const methods = ['auto', 'separable', 'fft'] as const;

/** How many checks there are for each backend. */
export const checks = cases.length + methods.length * someCases.length + badInputs.length;

/** Runs the shared cases and bad inputs on every backend that the engine has. */
export function runSuite(api: Api): Summary {
  const names = Object.entries(api.backendInfo().backends).flatMap(([name, { available }]) =>
    available ? [name as BackendName] : [],
  );
  const backends = names.map((name) => runOn(name, api));
  return { info: api.backendInfo(), backends };
}

function runOn(name: BackendName, api: Api): BackendSummary {
  const start = performance.now();
  const faults = [
    ...cases.map((testCase) => attempt(testCase.name, () => runCase(api, testCase, { backend: name }))),
    ...methods.flatMap((method) =>
      someCases.map((testCase) =>
        attempt(
          `${method}: ${testCase.name}`,
          () => runMethod(api, testCase, { backend: name, method }).fault,
        ),
      ),
    ),
    ...badInputs.map((bad) => attempt(bad.name, () => checkRefusal(bad, api, name))),
  ];
  const failures = faults.filter((fault) => fault !== null);
  const milliseconds = Math.round(performance.now() - start);
  return { name, passed: faults.length - failures.length, failures, milliseconds };
}

function attempt(name: string, check: () => string | null): string | null {
  try {
    const fault = check();
    return fault === null ? null : `${name}: ${fault}`;
  } catch (error) {
    return `${name}: ${error}`;
  }
}
