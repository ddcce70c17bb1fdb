import fc from 'fast-check';
import type { BackendName } from '../../src/base/types.ts';
import * as library from '../../src/index.ts';
import type { Pool } from '../../src/pool/pool-types.ts';
import { poolOf } from '../pool/pools.ts';
import { build, type CoreSpec, coreCalls, coreCode } from './core.ts';
import { type FilterSpec, filterCalls, filterCode } from './filters.ts';
import { buildImage } from './images.ts';
import { attempt, bytesOf, describeError, difference, disposeAll, type Outcome } from './outcome.ts';

/** A call of the core or of a filter, by a pool. */
export interface PooledSpec {
  readonly call: CoreSpec | FilterSpec;
  readonly way: keyof typeof ways;
  /** Whether the signal is aborted once something is done. */
  readonly isAborted: boolean;
}

const ways = {
  shared: {},
  transferred: { isShared: false },
  'in turns': { source: 'this is no program' },
  'at once': { inlineMs: Infinity },
};

const pools = new Map<string, Pool>();
function poolFor(way: PooledSpec['way']): Pool {
  const pool = pools.get(way) ?? poolOf({ threads: 2 }, ways[way]);
  pools.set(way, pool);
  return pool;
}

export function pooledCalls(): fc.Arbitrary<PooledSpec> {
  return fc.record({
    call: fc.oneof(coreCalls(), filterCalls()),
    way: fc.constantFrom(...(Object.keys(ways) as PooledSpec['way'][])),
    isAborted: fc.oneof(
      { weight: 5, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  });
}

export function pooledCode({ call, way, isAborted }: PooledSpec): string {
  const code = 'filter' in call ? filterCode(call) : coreCode(call);
  return `// by a pool, ${way}${isAborted ? ', aborted' : ''}\n${code}`;
}

type Functions = { readonly [name: string]: (...values: unknown[]) => unknown };

interface Ready {
  readonly inputs: readonly unknown[];
  readonly receivers: readonly { readonly out: unknown; intact(): boolean }[];
  run(functions: Functions, more: object): unknown;
}

function ready(call: PooledSpec['call'], backend: BackendName): Ready {
  if ('filter' in call) {
    const image = buildImage(call.image, backend);
    const options = { ...call.own, ...call.shared, backend };
    return {
      inputs: [image],
      receivers: [],
      run: (functions, more) => functions[call.filter]!(image, { ...options, ...more }),
    };
  }
  const { image, given, column, row, options, receivers = [] } = build(call, backend);
  const taps = call.entry === 'sepConvolve2d' ? [column, row] : [given];
  return {
    inputs: [image, given],
    receivers,
    run: (functions, more) => functions[call.entry]!(image, ...taps, { ...options, ...more }),
  };
}

/** The same bits, or the same error, as without a pool. */
export async function judgePooled(spec: PooledSpec, backend: BackendName): Promise<string | null> {
  const [alone, pooled] = [ready(spec.call, backend), ready(spec.call, backend)];
  try {
    const before = pooled.inputs.map(bytesOf);
    const expected = attempt(() => alone.run(library as never, {}));
    const controller = new AbortController();
    const reason = new Error('aborted');
    let told = 0;
    const more = {
      signal: controller.signal,
      onProgress: (done: number, total: number) => {
        told = done > told && done <= total ? done : NaN;
        if (spec.isAborted) controller.abort(reason);
      },
    };
    const outcome: Outcome = await (pooled.run(poolFor(spec.way) as never, more) as Promise<unknown>).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (pooled.inputs.some((input, n) => bytesOf(input) !== before[n]))
      return 'the image or the kernel was written';
    if (pooled.receivers.some((receiver) => !receiver.intact())) return 'memory beside out was written';
    if (!(told >= 0)) return 'progress went back, or beyond its end';
    if ('error' in outcome && outcome.error === reason)
      return controller.signal.aborted ? null : 'aborted by nobody';
    const fault = difference(expected, outcome);
    if (fault !== null) return `without and with a pool: ${fault}`;
    if ('error' in outcome) return told === 0 ? null : `computed, then ${describeError(outcome.error)}`;
    return told > 0 ? null : 'no progress was told';
  } finally {
    disposeAll(
      [alone, pooled].flatMap(({ inputs, receivers }) => [...inputs, ...receivers.map(({ out }) => out)]),
    );
  }
}
