import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend, BackendLoader } from '../../src/backend/backend.ts';
import { selfCheck } from '../../src/backend/self-check.ts';
import type { BackendName } from '../../src/base/types.ts';
import { createApi } from '../../src/call/api.ts';
import { createSobel } from '../../src/image/gradient.ts';
import { createGrayscale } from '../../src/image/grayscale.ts';
import { jsLoader } from '../../src/js/backend.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { backendNames, mayBeMissing } from '../support/backends.ts';
import { spoiled } from '../support/spoiled.ts';

const image = [
  [1, 2, 3],
  [4, 5, 6],
];
const kernel = [[1, 10]];
const result = [
  [1, 12, 23, 30],
  [4, 45, 56, 60],
];

/** The package as a fresh process would import it. */
async function freshPackage() {
  vi.resetModules();
  return import('../../src/index.ts');
}

/** WebAssembly with some of its classes exchanged. */
function stubWebAssembly(classes: Record<string, unknown>) {
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), classes));
}

function refusing(error: Error) {
  return class {
    constructor() {
      throw error;
    }
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('a forced backend', () => {
  const forced = backendNames.filter((name) => !mayBeMissing(name));

  it.each(forced)('%s runs when the option names it, and no other does', async (name) => {
    const { convolve2d, backendInfo } = await freshPackage();
    expect(convolve2d(image, kernel, { backend: name })).toEqual(result);
    expect(runsOf(backendInfo())).toEqual({ js: 0, wasm: 0, 'wasm-relaxed': 0, [name]: 1 });
  });

  it.each(forced)('%s runs when the environment names it', async (name) => {
    vi.stubEnv('CONVOLVE_WASM_BACKEND', name);
    const { convolve2d, backendInfo } = await freshPackage();
    expect(convolve2d(image, kernel)).toEqual(result);
    expect(runsOf(backendInfo())).toEqual({ js: 0, wasm: 0, 'wasm-relaxed': 0, [name]: 1 });
    expect(backendInfo()).toMatchObject({ backend: name, forcedBy: 'environment' });
  });

  it('js never touches WebAssembly, and wasm does', async () => {
    const compiled: unknown[] = [];
    class WatchedModule extends WebAssembly.Module {
      constructor(bytes: BufferSource) {
        super(bytes);
        compiled.push(this);
      }
    }
    stubWebAssembly({ Module: WatchedModule });
    const { convolve2d } = await freshPackage();
    convolve2d(image, kernel, { backend: 'js' });
    expect(compiled).toHaveLength(0);
    convolve2d(image, kernel, { backend: 'wasm' });
    expect(compiled).toHaveLength(1);
  });

  it('wasm-relaxed is told apart from wasm by its bits, where the engine has it', async () => {
    const { convolve2d, backendInfo } = await freshPackage();
    if (!backendInfo().backends['wasm-relaxed'].available) {
      expect(mayBeMissing('wasm-relaxed')).toBe(true);
      return;
    }
    // (1 + e)(1 - e) - 1 is -e^2 when fused, and 0 when the product is rounded first.
    const e = 2 ** -30;
    // Rows long enough for a tile: single elements are not fused.
    const values = Array.from({ length: 5 }, () =>
      Array.from({ length: 65 }, (_, x) => (x % 2 === 0 ? -1 : 1 + e)),
    );
    const run = (backend: BackendName) =>
      convolve2d(values, [[1 - e, 1]], { mode: 'valid', backend })
        .flat()
        .filter((_, x) => x % 2 === 0);
    expect(new Set(run('wasm'))).toEqual(new Set([0]));
    expect(new Set(run('wasm-relaxed'))).toEqual(new Set([-(e * e)]));
  });

  it('that does not exist here is refused, in the words of its status', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    const { convolve2d } = await freshPackage();
    expect(() => convolve2d(image, kernel, { backend: 'wasm' })).toThrow(
      expect.objectContaining({
        name: 'RangeError',
        code: 'ERR_BACKEND',
        message:
          '"backend" expected a backend that works here (this JavaScript engine has no WebAssembly), got "wasm"',
      }),
    );
  });

  it('that the environment names and that does not exist here is blamed on the environment', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    vi.stubEnv('CONVOLVE_WASM_BACKEND', 'wasm');
    const { convolve2d } = await freshPackage();
    expect(() => convolve2d(image, kernel)).toThrow(
      expect.objectContaining({
        name: 'RangeError',
        code: 'ERR_BACKEND',
        message: expect.stringMatching(/^"CONVOLVE_WASM_BACKEND" expected .+, got "wasm"$/),
      }),
    );
    expect(() => convolve2d(image, kernel, { backend: 'wasm' })).toThrow(/^"backend" expected/);
  });

  it('with a wrong name in the environment is refused', async () => {
    vi.stubEnv('CONVOLVE_WASM_BACKEND', 'gpu');
    const { convolve2d } = await freshPackage();
    expect(() => convolve2d(image, kernel)).toThrow(
      expect.objectContaining({ name: 'RangeError', code: 'ERR_OPTION' }),
    );
  });

  it('wasm-relaxed of the environment cannot be deterministic', async () => {
    vi.stubEnv('CONVOLVE_WASM_BACKEND', 'wasm-relaxed');
    const { convolve2d } = await freshPackage();
    expect(() => convolve2d(image, kernel, { deterministic: true })).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        code: 'ERR_CONFLICT',
        message: '"CONVOLVE_WASM_BACKEND" expected wasm or js with "deterministic", got "wasm-relaxed"',
      }),
    );
  });
});

describe('the automatic choice', () => {
  it('of integer results is not relaxed where fused sums of floats decide them', async () => {
    const { convolve2d, backendInfo } = await freshPackage();
    const bytes = { data: new Uint8Array(4), shape: [1, 1, 4] };
    convolve2d(bytes, [[0.1]], { dtype: 'uint8', alpha: 'premultiply' });
    expect(runsOf(backendInfo())).toMatchObject({ 'wasm-relaxed': 0, wasm: 1 });
    // The sums that decide these are not fused, or exact.
    convolve2d(bytes, [[0.1]], { dtype: 'uint8' });
    convolve2d(bytes, [[2]], { dtype: 'uint8' });
    const best = backendInfo().backend;
    expect(backendInfo().backends[best].runs).toBe(best === 'wasm' ? 3 : 2);
  });
});

describe('without', () => {
  beforeEach(() => {
    vi.stubEnv('CONVOLVE_WASM_BACKEND', '');
  });

  it('WebAssembly, js serves and says so', async () => {
    vi.stubGlobal('WebAssembly', undefined);
    await expectJsBecause('no-webassembly');
  });

  it('SIMD, js serves and says so', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const info = await expectJsBecause('no-simd');
    expect(info.backends['wasm-relaxed'].reason).toBe('no-relaxed-simd');
  });

  it('the permission to compile, js serves and quotes the engine', async () => {
    stubWebAssembly({ Module: refusing(new WebAssembly.CompileError('blocked by policy')) });
    const info = await expectJsBecause('forbidden-by-policy');
    expect(info.backends.wasm.detail).toBe('blocked by policy');
    expect(info.reason).toContain('wasm: blocked by policy');
  });

  it('base64, js serves and quotes the engine', async () => {
    vi.stubGlobal('atob', undefined);
    await expectJsBecause('failed-to-start');
  });

  it('memory for the module, js serves and quotes the engine', async () => {
    stubWebAssembly({ Memory: refusing(new RangeError('could not allocate memory')) });
    const info = await expectJsBecause('failed-to-start');
    expect(info.backends.wasm.detail).toBe('could not allocate memory');
  });

  async function expectJsBecause(reason: string) {
    const { convolve2d, backendInfo } = await freshPackage();
    expect(convolve2d(image, kernel)).toEqual(result);
    const info = backendInfo();
    expect(info.backend).toBe('js');
    expect(info.backends.wasm).toMatchObject({ available: false, reason });
    expect(runsOf(info)).toEqual({ js: 1, wasm: 0, 'wasm-relaxed': 0 });
    return info;
  }
});

describe('the self-check', () => {
  const js = jsLoader.load();

  /** js with one wrong element wherever `isWrong` says so. */
  const wrongWhere = (isWrong: (plan: Plan) => boolean): BackendLoader => ({
    name: 'wasm',
    check: selfCheck,
    load: () => ({
      ...js,
      name: 'wasm',
      prepare(plan) {
        const prepared = js.prepare(plan);
        if (!isWrong(plan)) return prepared;
        return spoiled(prepared, (sink) => (firstRow, rowCount, from, at, pitch) => {
          from[at] = 99;
          sink.write(firstRow, rowCount, from, at, pitch);
        });
      },
    }),
  });

  it.each([
    ['anything', () => true],
    ['float64', ({ accumulator }: Plan) => accumulator === 'float64'],
    ['integers', ({ result }: Plan) => result === 'uint8'],
    ['direct sums', ({ method }: Plan) => method === 'direct'],
    ['separable passes', ({ method }: Plan) => method === 'separable'],
    ['Fourier transforms', ({ method }: Plan) => method === 'fft'],
  ])('turns away a backend that gets %s wrong', (_, isWrong) => {
    const { convolve2d, backendInfo } = createApi(jsLoader, [wrongWhere(isWrong)]);
    expect(convolve2d(image, kernel)).toEqual(result);
    expect(backendInfo().backends.wasm).toMatchObject({ available: false, reason: 'self-check-failed' });
    expect(backendInfo().backend).toBe('js');
  });

  it('turns a backend away by what a call uses, and leaves it out from then on', () => {
    const { convolve2d, backendInfo, allocate } = createApi(jsLoader, [
      wrongWhere(({ method, accumulator }) => method === 'direct' && accumulator === 'float32'),
    ]);
    const runs = () => {
      const { js, wasm } = runsOf(backendInfo());
      return { js, wasm };
    };
    // Of float64: nothing is wrong with that. (To ask for `backendInfo` would check everything.)
    expect(convolve2d(image, kernel)).toEqual(result);
    const floats = { data: Float32Array.from(image.flat()), shape: [2, 3] };
    expect(convolve2d(floats, kernel, { mode: 'same' }).data).toEqual(Float32Array.of(1, 12, 23, 4, 45, 56));
    expect(runs()).toEqual({ js: 1, wasm: 1 });
    expect(() => convolve2d(image, kernel, { backend: 'wasm' })).toThrow(
      expect.objectContaining({ code: 'ERR_BACKEND' }),
    );
    allocate([2, 2], 'float32').dispose();
  });

  it('of resident images comes before their memory, which must not move later', () => {
    const { allocate, convolve2d, backendInfo } = createApi(jsLoader, [wrongWhere(() => true)]);
    const resident = allocate([2, 3], 'float32');
    resident.data.set(image.flat());
    expect(convolve2d(resident, kernel).data).toEqual(Float32Array.from(result.flat()));
    expect(runsOf(backendInfo())).toMatchObject({ js: 1, wasm: 0 });
  });

  it('of pointwise operations comes before they are used, and js serves where they are wrong', () => {
    const gray = () => {};
    const wrong: BackendLoader = {
      name: 'wasm',
      check: selfCheck,
      load: () => ({ ...js, name: 'wasm', pointwise: { ...js.pointwise, gray } }),
    };
    const api = createApi(jsLoader, [wrong]);
    const picture = { data: Uint8Array.of(255, 0, 0, 9, 9, 9), width: 2, height: 1, channels: 3 };
    expect(createSobel(api)([[1, 2, 4]], { output: 'magnitude' })).toEqual([[0, 12, 0]]);
    expect(createGrayscale(api)(picture).data).toEqual(Uint8Array.of(76, 9));
    expect(() => createGrayscale(api)(picture, { backend: 'wasm' })).toThrow(
      expect.objectContaining({ code: 'ERR_BACKEND' }),
    );
  });

  it('turns away a backend that traps', () => {
    const trapping: Backend = {
      ...js,
      name: 'wasm',
      prepare() {
        throw new WebAssembly.RuntimeError('unreachable');
      },
    };
    const { convolve2d, backendInfo } = createApi(jsLoader, [
      { name: 'wasm', load: () => trapping, check: selfCheck },
    ]);
    expect(convolve2d(image, kernel)).toEqual(result);
    expect(backendInfo().backends.wasm).toMatchObject({ reason: 'self-check-failed', detail: 'unreachable' });
  });

  it('lets one through that agrees', () => {
    const loader: BackendLoader = {
      name: 'wasm',
      load: () => ({ ...js, name: 'wasm' }),
      check: selfCheck,
    };
    expect(createApi(jsLoader, [loader]).backendInfo().backend).toBe('wasm');
  });
});

it('the js entry has no WebAssembly backend', async () => {
  const { convolve2d, backendInfo } = await import('../../src/index-js.ts');
  expect(convolve2d(image, kernel)).toEqual(result);
  expect(backendInfo()).toMatchObject({
    backend: 'js',
    backends: { wasm: { available: false, reason: 'not-included' } },
  });
});

function runsOf({ backends }: { backends: Record<BackendName, { runs: number }> }) {
  return { js: backends.js.runs, wasm: backends.wasm.runs, 'wasm-relaxed': backends['wasm-relaxed'].runs };
}
