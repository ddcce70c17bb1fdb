import { api } from '../../src/backends.ts';
import { withMultirate } from '../../src/call/multirate.ts';
import { creators } from '../../src/image/creators.ts';
import { addMultirateToJs } from '../../src/js/extra.ts';
import { createPoolOver, type PoolBase } from '../../src/pool/create-pool.ts';
import type { Pool, PoolOptions } from '../../src/pool/pool-types.ts';
import source from '../../src/pool/worker-source.ts';
import { addMultirateToWasm } from '../../src/wasm/extra.ts';

withMultirate(api, [addMultirateToJs, addMultirateToWasm]);

/** A pool whose workers compute small calls too. */
export function poolOf(options: PoolOptions, base: Partial<PoolBase> = {}): Pool {
  return createPoolOver({ api, creators, source, inlineMs: 0, ...base }, options);
}
