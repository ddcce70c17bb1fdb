import { signal } from '@preact/signals';
import type { Probe } from '../engine/protocol.ts';
import { tutorialKernels } from '../kernel/tutorial-kernels.ts';
import { shortNumber } from '../look/numbers.ts';
import type { Pair, State } from '../state/state.ts';
import { type Computed, useView } from './compute.ts';
import { Code, PixelChoice, Shows } from './parts.tsx';
import { Plot, padded, turned } from './plot.tsx';
import type { Step } from './step.ts';

const size: Pair<number> = [100, 100];

const kernels = {
  1: tutorialKernels['SciPy tutorial, kernel 1']!,
  2: tutorialKernels['SciPy tutorial, kernel 2']!,
};

const call = (kernel: 1 | 2): Partial<State> => ({
  picture: { from: 'sample', name: 'steps' },
  imageDType: 'float64',
  dtype: 'auto',
  kernel: { from: 'grid', rows: kernels[kernel] },
  mode: 'same',
  boundary: ['symm', 'symm'],
  colourMap: 'viridis',
});
const correlation = (kernel: 1 | 2): Partial<State> => ({ ...call(kernel), operation: 'correlate2d' });

/** On the step of the upper half. */
const pointed = signal<Pair<number>>([25, 40]);

function point(at: Pair<number>): void {
  pointed.value = at;
}

function TheImage() {
  const computed = useView(call(1));
  return (
    <>
      <p>
        The image has 100 rows and 100 columns of zeros and ones. In its upper half the ones end behind column
        39, in its lower half behind column 59. So it steps down from 1 to 0, at two places.
      </p>
      <Code language="Python">{`image = np.zeros((100, 100))
image[:50, :40] = 1
image[50:, :60] = 1`}</Code>
      <Shows computed={computed}>
        {({ picture }) => <Plot title="image" of="picture" raster={padded(picture, 0)} />}
      </Shows>
    </>
  );
}

function TheKernel() {
  const computed = useView(call(1));
  return (
    <>
      <p>
        Kernel 01 has 10 rows and 10 columns: −1 in its left half and 1 in its right half. Laid on the image
        as it is, it would subtract what lies left from what lies right: where the image is flat, that is 0.
      </p>
      <Code language="Python">{`kernel_01 = np.ones((10, 10))
kernel_01[:, :5] = -1`}</Code>
      <Shows computed={computed}>
        {({ kernel }) => <Plot title="kernel 01, as written" of="kernel" raster={turned(kernel)} />}
      </Shows>
    </>
  );
}

function TheResult() {
  const computed = useView(call(1), pointed.value);
  return (
    <>
      <Code language="Python">{`result_01 = scipy.signal.convolve2d(image, kernel_01, boundary='symm', mode='same')`}</Code>
      <Code language="JavaScript">{`const result01 = convolve2d(image, kernel01, { boundary: 'symm', mode: 'same' });`}</Code>
      <p>
        The result is 0 where the image is flat, and has a peak along each step. <code>mode: 'same'</code>{' '}
        keeps the size of the image, and <code>boundary: 'symm'</code> mirrors the image at its edges, so that
        they make no steps of their own.
      </p>
      <p class="warning">
        <strong>A convolution flips the kernel.</strong> Kernel 01 subtracts left from right, and at a step
        down from 1 to 0 that would be negative. Yet the peak is positive, because <code>convolve2d</code>{' '}
        turns the kernel by 180 degrees before it slides it over the image.
      </p>
      <Plots of="01" computed={computed} />
      <PixelChoice at={pointed.value} size={size} onChange={point} />
      {computed.view?.sum && <SumOfHalves name="result 01" sum={computed.view.sum} />}
    </>
  );
}

function TheNegative() {
  const first = useView(call(1), pointed.value);
  const second = useView(call(2), pointed.value);
  return (
    <>
      <p>
        Kernel 02 is kernel 01 with all signs changed. Each product of a sum then changes its sign, and so
        does the sum. That is why the second result is the negative of the first, at each pixel. Point at one
        of them, or choose a row and a column:
      </p>
      <PixelChoice at={pointed.value} size={size} onChange={point} />
      <div role="status">
        {first.view?.sum && <SumOfHalves name="result 01" sum={first.view.sum} />}
        {second.view?.sum && <SumOfHalves name="result 02" sum={second.view.sum} />}
      </div>
      <Plots of="01" computed={first} />
      <Plots of="02" computed={second} />
    </>
  );
}

function ConvolveOrCorrelate() {
  const convolved = useView(call(1), pointed.value);
  const correlated = useView(correlation(1), pointed.value);
  return (
    <>
      <p>
        <code>correlate2d</code> slides the kernel as it is. Turned by 180 degrees, kernel 01 is kernel 02:
        its halves change places. So the correlation with kernel 01 looks like the convolution with kernel 02.
        It is not quite the same, because a kernel of 10 columns has no middle: SciPy puts the centre of the
        two calls a pixel apart, and so does this package.
      </p>
      <Code language="JavaScript">{`convolve2d(image, kernel01, { boundary: 'symm', mode: 'same' });
correlate2d(image, kernel01, { boundary: 'symm', mode: 'same' });`}</Code>
      <PixelChoice at={pointed.value} size={size} onChange={point} />
      <div role="status">
        {convolved.view?.sum && <SumOfHalves name="convolve2d" sum={convolved.view.sum} />}
        {correlated.view?.sum && <SumOfHalves name="correlate2d" sum={correlated.view.sum} />}
      </div>
      <Shows computed={convolved}>
        {({ kernel, result }) => (
          <>
            <Plot title="kernel 01, as convolve2d applies it" of="kernel" raster={kernel} />
            <Plot title="convolve2d" of="result" raster={result} at={pointed.value} onPoint={point} />
          </>
        )}
      </Shows>
      <Shows computed={correlated}>
        {({ kernel, result }) => (
          <>
            <Plot title="kernel 01, as correlate2d applies it" of="kernel" raster={kernel} />
            <Plot title="correlate2d" of="result" raster={result} at={pointed.value} onPoint={point} />
          </>
        )}
      </Shows>
    </>
  );
}

/** A sum under taps of 1 and −1, of which each half is one number. */
function SumOfHalves({ name, sum }: { readonly name: string; readonly sum: Probe }) {
  const under = (wanted: number) =>
    sum.terms.filter(({ tap }) => tap === wanted).reduce((total, { value }) => total + value, 0);
  const [plus, minus] = [under(1), under(-1)];
  return (
    <p class="sum-of-halves">
      {name}, row {sum.at[0]}, column {sum.at[1]}: the taps of 1 lie on {shortNumber(plus)} ones, the taps of
      −1 on {shortNumber(minus)}.{' '}
      <output>
        {shortNumber(plus)} − {shortNumber(minus)} = {shortNumber(sum.result)}
      </output>
    </p>
  );
}

export const scipySteps: readonly Step[] = [
  { id: 'scipy-1', title: 'An image of two steps', changes: () => call(1), Body: TheImage },
  { id: 'scipy-2', title: 'A kernel of two halves', changes: () => call(1), Body: TheKernel },
  {
    id: 'scipy-3',
    title: 'The convolution',
    changes: () => ({ ...call(1), pointed: pointed.value }),
    Body: TheResult,
  },
  {
    id: 'scipy-4',
    title: 'Why the second result is the negative of the first',
    changes: () => ({ ...call(2), pointed: pointed.value }),
    Body: TheNegative,
  },
  {
    id: 'scipy-5',
    title: 'Convolve or correlate',
    changes: () => ({ ...correlation(1), pointed: pointed.value }),
    Body: ConvolveOrCorrelate,
  },
];

/** A kernel, the image and their convolution, as the tutorial plots them. */
function Plots({ of, computed }: { readonly of: '01' | '02'; readonly computed: Computed }) {
  return (
    <Shows computed={computed}>
      {({ kernel, picture, result }) => (
        <>
          <Plot title={`kernel ${of}, as written`} of="kernel" raster={turned(kernel)} />
          <Plot title="image" of="picture" raster={padded(picture, 0)} />
          <Plot title={`result ${of}`} of="result" raster={result} at={pointed.value} onPoint={point} />
        </>
      )}
    </Shows>
  );
}
