import fc from 'fast-check';
import type { BackendName } from '../../src/base/types.ts';
import { absurdCalls, absurdCode, judgeAbsurd } from './absurd.ts';
import { chunkedCalls, chunkedCode, judgeChunked } from './chunked.ts';
import { coreCalls, coreCode, judgeAgreement, judgeCore } from './core.ts';
import { filterCalls, filterCode, judgeFilter, judgeFilterAgreement } from './filters.ts';
import { hostileCalls, hostileCode, judgeHostile } from './hostile.ts';
import { judgeKernel, judgePixels, namedKernelCode, namedKernels, pixelCalls, pixelCode } from './pixels.ts';
import { judgePooled, pooledCalls, pooledCode } from './pooled.ts';
import { judgeStreamed, streamedCalls, streamedCode } from './streamed.ts';

/** What is wrong with a call on these backends, or null. */
type Judge<T> = (spec: T, backends: readonly BackendName[]) => string | null | Promise<string | null>;

/** Calls of one kind: how they are made up, as plain data that shrinks, and judged. */
interface Kind {
  readonly check: (seed: number, backends: readonly BackendName[]) => Promise<Fault | null>;
  /** The call as it would be written; it is not made. */
  readonly code: (seed: number) => string;
}

/** A call that went wrong, as small as it could be made. */
export interface Fault {
  readonly kind: string;
  readonly message: string;
  /** The call as it would be written. */
  readonly code: string;
}

/** A failure is not made smaller for longer than this. */
const SHRINK_MILLISECONDS = 4000;

function kindOf<T>(kind: string, calls: fc.Arbitrary<T>, code: (spec: T) => string, judge: Judge<T>): Kind {
  // Biased towards small and extreme values, but for every other case.
  const settings = (seed: number) => ({
    seed,
    numRuns: 1,
    unbiased: seed % 2 === 0,
    interruptAfterTimeLimit: SHRINK_MILLISECONDS,
  });
  return {
    async check(seed, backends) {
      let fault: Fault | null = null;
      const law = async (spec: T) => {
        const message = await judge(spec, backends);
        if (message !== null) fault = { kind, message, code: code(spec) };
        return message === null;
      };
      await fc.check(fc.asyncProperty(calls, law), settings(seed));
      return fault;
    },
    code(seed) {
      let written = '';
      const law = (spec: T) => {
        written = code(spec);
        return true;
      };
      fc.check(fc.property(calls, law), settings(seed));
      return written;
    },
  };
}

/** On each backend by itself, then js against wasm. */
function everywhere<T>(
  judge: (spec: T, backend: BackendName) => string | null | Promise<string | null>,
  agreement: (spec: T) => string | null,
): Judge<T> {
  return async (spec, backends) => {
    for (const backend of backends) {
      const fault = await judge(spec, backend);
      if (fault !== null) return `on ${backend}: ${fault}`;
    }
    return backends.includes('js') && backends.includes('wasm') ? agreement(spec) : null;
  };
}

const kinds = {
  core: kindOf('core', coreCalls(), coreCode, everywhere(judgeCore, judgeAgreement)),
  filter: kindOf('filter', filterCalls(), filterCode, everywhere(judgeFilter, judgeFilterAgreement)),
  pixels: kindOf('pixels', pixelCalls(), pixelCode, judgePixels),
  kernel: kindOf('kernel', namedKernels(), namedKernelCode, judgeKernel),
  hostile: kindOf(
    'hostile',
    hostileCalls(),
    hostileCode,
    everywhere(judgeHostile, () => null),
  ),
  absurd: kindOf(
    'absurd',
    absurdCalls(),
    absurdCode,
    everywhere(judgeAbsurd, () => null),
  ),
  pooled: kindOf(
    'pooled',
    pooledCalls(),
    pooledCode,
    everywhere(judgePooled, () => null),
  ),
  chunked: kindOf('chunked', chunkedCalls(), chunkedCode, judgeChunked),
  streamed: kindOf('streamed', streamedCalls(), streamedCode, judgeStreamed),
} satisfies { readonly [name: string]: Kind };

export type KindName = keyof typeof kinds;

/** The kinds of case 0, 1, 2, ... of every seed, over and over. */
export const allKinds: readonly KindName[] = [
  ...(['core', 'core', 'hostile', 'core', 'filter', 'core', 'hostile', 'absurd'] as const),
  ...(['core', 'core', 'hostile', 'pixels', 'filter', 'core', 'hostile', 'kernel'] as const),
  ...(['pooled', 'chunked', 'streamed'] as const),
];
/** Those that need no limit of time, and run in one thread. */
export const boundedKinds: readonly KindName[] = allKinds.filter(
  (kind) => !['absurd', 'pooled', 'chunked', 'streamed'].includes(kind),
);

/** One case: what is wrong, or null. The same for the same numbers, whatever ran before. */
export function runCase(
  seed: number,
  index: number,
  backends: readonly BackendName[],
  order: readonly KindName[] = allKinds,
): Promise<Fault | null> {
  return kinds[order[index % order.length]!].check(mixed(seed, index), backends);
}

/** What a case calls, where it cannot say so itself any more. */
export function codeOf(seed: number, index: number): Omit<Fault, 'message'> {
  const kind = allKinds[index % allKinds.length]!;
  return { kind, code: kinds[kind].code(mixed(seed, index)) };
}

/** Fibonacci hashing (2^32 / golden ratio) keeps the cases of neighbouring seeds apart. */
function mixed(seed: number, index: number): number {
  return (Math.imul(seed, 0x9e3779b1) + index) | 0;
}
