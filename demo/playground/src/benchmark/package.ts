import { allocate, type BackendName, backendInfo, convolve2d, gaussianBlur } from 'convolve-wasm';
import { type Convolution, dtypeOf, resultDtype } from '../../../../bench/cells/cell.ts';
import { geometry } from '../../../../bench/cells/geometry.ts';
import { availableBackends } from '../../../../bench/contenders/backends.ts';
import { type Contender, localContender } from '../../../../bench/contenders/contender.ts';
import { newOuts } from '../../../../bench/contenders/runs.ts';
import { unanswered } from '../../../../bench/measure/unanswered.ts';

/*
 * As the package's benchmark measures it, by the two functions that the cells here need: where all are named, the page has to
 * load all of the package.
 */

/** The package on each backend that works here, and the fastest one with picture and result in its own memory. */
export function packageContenders(cell: Convolution): Contender[] {
  const { backend: fastest } = backendInfo();
  return [...availableBackends().map((backend) => fromArrays(cell, backend)), resident(cell, fastest)];
}

function fromArrays(cell: Convolution, backend: BackendName): Contender {
  const [out] = newOuts(cell);
  const run = callOf(cell, cell.image, { backend, out: out! });
  return localContender(backend, 'out', () => {
    run();
    return [out!];
  });
}

function resident(cell: Convolution, backend: BackendName): Contender {
  const { rows, columns, channels } = geometry(cell);
  const source = allocate(cell.image.shape, dtypeOf(cell.image.data), { backend });
  const target = allocate([rows, columns, channels], resultDtype(cell), { backend });
  source.data.set(cell.image.data);
  unanswered(target.data);
  const run = callOf(cell, source, { backend, out: target });
  return localContender(backend, 'resident', () => {
    run();
    return [target.data];
  });
}

type Source = Convolution['image'] | ReturnType<typeof allocate>;
type Place = { readonly backend: BackendName; readonly out: Source | Source['data'] };

function callOf({ kernel, options, blur }: Convolution, source: Source, place: Place): () => void {
  const all = { ...(blur ?? options), ...place };
  return blur ? () => gaussianBlur(source, all) : () => convolve2d(source, kernel, all);
}
