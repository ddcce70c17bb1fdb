import { signal } from '@preact/signals';
import type { Probe } from '../engine/protocol.ts';
import { tutorialKernels } from '../kernel/tutorial-kernels.ts';
import { shortNumber } from '../look/numbers.ts';
import type { Pair, State } from '../state/state.ts';
import { useView } from './compute.ts';
import { Code, PixelChoice, Shows, WholeNumber } from './parts.tsx';
import { Plot, padded, turned } from './plot.tsx';
import { resultLength } from './size.ts';
import type { Step } from './step.ts';

const padding = signal(2);
const stride = signal(1);
const pointed = signal<Pair<number>>([60, 120]);

function point(at: Pair<number>): void {
  pointed.value = at;
}

const photograph: Partial<State> = {
  picture: { from: 'sample', name: 'face' },
  maxSidePx: 256,
  imageDType: 'uint8',
  dtype: 'uint8',
  kernel: { from: 'grid', rows: tutorialKernels['NumPy tutorial, edges']! },
  boundary: ['fill', 'fill'],
  colourMap: 'gray',
};

const inColour: Partial<State> = {
  ...photograph,
  isColour: true,
  kernel: { from: 'grid', rows: [[1]] },
  mode: 'same',
};

const withPadding = (by: number, step: number): Partial<State> => ({
  ...photograph,
  mode: 'padding',
  padding: [
    [by, by],
    [by, by],
  ],
  stride: [step, step],
});

function TheGray() {
  const colour = useView(inColour);
  const gray = useView(withPadding(0, 1));
  return (
    <>
      <p>
        The photograph is read as an array of rows, columns and colours. Edges are where brightness changes,
        so each pixel's red, green and blue become one number: its gray.
      </p>
      <Code language="Python">{`image = cv2.cvtColor(cv2.imread('face.jpg'), cv2.COLOR_BGR2GRAY)`}</Code>
      <Code language="JavaScript">{`const image = grayscale(photograph); // ImageData of a canvas`}</Code>
      <div class="plots">
        <Shows computed={colour}>
          {({ picture }) => <Plot title="photograph" of="picture" raster={padded(picture, 0)} />}
        </Shows>
        <Shows computed={gray}>
          {({ picture }) => <Plot title="gray" of="picture" raster={padded(picture, 0)} />}
        </Shows>
      </div>
    </>
  );
}

function TheFlip() {
  const { kernel } = photograph;
  const computed = useView(withPadding(0, 1));
  return (
    <>
      <p>
        The kernel takes eight times a pixel and subtracts its eight neighbours. Where all nine are the same,
        that is 0; where they differ, it is not.
      </p>
      <p>
        A convolution flips the kernel, upside down and left to right. The loops of the tutorial do that
        first. This kernel looks the same from all sides, so the flip changes nothing here; for others it
        does.
      </p>
      <Code language="Python">{'kernel = np.flipud(np.fliplr(kernel))'}</Code>
      <Code language="JavaScript">{`const kernel = ${kernel?.from === 'grid' ? JSON.stringify(kernel.rows) : ''}; // convolve2d flips it`}</Code>
      <Shows computed={computed}>
        {({ kernel }) => (
          <>
            <Plot title="as written" of="kernel" raster={turned(kernel)} />
            <Plot title="flipped" of="kernel" raster={kernel} />
          </>
        )}
      </Shows>
    </>
  );
}

function ThePadding() {
  const computed = useView(withPadding(padding.value, 1));
  return (
    <>
      <p>
        At the edge of the picture a part of the kernel has no pixels under it. Rows and columns of zeros
        around the picture make room for it. Here the picture is drawn with them.
      </p>
      <Code language="Python">{`padded = np.zeros((rows + 2 * padding, columns + 2 * padding))
padded[padding:-padding, padding:-padding] = image`}</Code>
      <Code language="JavaScript">{`const options = { padding: ${padding.value} }; // boundary: 'fill' with 0 is the default`}</Code>
      <Settings hasStride={false} />
      <Shows computed={computed}>
        {({ picture }) => (
          <Plot title="padded picture" of="picture" raster={padded(picture, padding.value)} />
        )}
      </Shows>
    </>
  );
}

function TheSlide() {
  const computed = useView(withPadding(padding.value, 1), pointed.value);
  const { view } = computed;
  return (
    <>
      <p>
        The kernel slides over the padded picture. At each place its nine taps are multiplied by the pixels
        under them, and the products are added up. In Python that is a loop in a loop; here it is one call.
      </p>
      <div class="beside">
        <Code language="Python">{`for y in range(0, padded.shape[0] - k + 1, strides):
    for x in range(0, padded.shape[1] - k + 1, strides):
        output[y // strides, x // strides] = (kernel * padded[y:y + k, x:x + k]).sum()`}</Code>
        <Code language="JavaScript">{`const edges = convolve2d(image, kernel, { padding: ${padding.value}, dtype: 'uint8' });`}</Code>
      </div>
      <p>
        Point at the result. Its numbers are bytes, so what is below 0 becomes 0, and what is above 255
        becomes 255.
      </p>
      <Shows computed={computed}>
        {({ result }) => (
          <Plot title="edges" of="result" raster={result} at={pointed.value} onPoint={point} />
        )}
      </Shows>
      {view && (
        <PixelChoice
          at={pointed.value}
          size={view.result.shape as unknown as Pair<number>}
          onChange={point}
        />
      )}
      {view?.sum && <Products sum={view.sum} />}
    </>
  );
}

function TheSizes() {
  const computed = useView(withPadding(padding.value, stride.value));
  const { view } = computed;
  return (
    <>
      <p>
        More padding makes the result larger. A stride of s keeps every s-th place in both directions, so the
        result gets smaller by about that factor, and so does the work.
      </p>
      <Settings hasStride />
      <Code language="Python">{`edges = convolve2D(image, kernel, padding=${padding.value}, strides=${stride.value})`}</Code>
      <Code language="JavaScript">{`const edges = convolve2d(image, kernel, { padding: ${padding.value}, stride: ${stride.value}, dtype: 'uint8' });`}</Code>
      {view && <Formula size={view.axes.map(({ elements }) => elements)} />}
      <Shows computed={computed}>
        {({ picture, result }) => (
          <>
            <Plot title="padded picture" of="picture" raster={padded(picture, padding.value)} />
            <Plot title={`edges, ${result.shape[0]} x ${result.shape[1]}`} of="result" raster={result} />
          </>
        )}
      </Shows>
    </>
  );
}

function Settings({ hasStride }: { readonly hasStride: boolean }) {
  return (
    <div class="row">
      <WholeNumber
        label="Padding"
        value={padding.value}
        max={40}
        onChange={(value) => {
          padding.value = value;
        }}
      />
      {hasStride && (
        <WholeNumber
          label="Stride"
          value={stride.value}
          min={1}
          max={16}
          onChange={(value) => {
            stride.value = value;
          }}
        />
      )}
    </div>
  );
}

const kernelSide = 3;

function Formula({ size }: { readonly size: readonly number[] }) {
  const [p, s] = [padding.value, stride.value];
  return (
    <div class="formula" role="status">
      <p>
        With n rows of the picture, k rows of the kernel, padding p and stride s the result has{' '}
        <code>floor((n + 2p − k) / s) + 1</code> rows, and columns likewise:
      </p>
      {['rows', 'columns'].map((name, axis) => (
        <p key={name}>
          <code>
            floor(({size[axis]} + 2 · {p} − {kernelSide}) / {s}) + 1 ={' '}
            {resultLength(size[axis]!, p, kernelSide, s)}
          </code>{' '}
          {name}
        </p>
      ))}
    </div>
  );
}

function Products({ sum }: { readonly sum: Probe }) {
  const products = sum.terms.map(({ value, tap }) => `${shortNumber(tap)} · ${shortNumber(value)}`);
  return (
    <p class="products" role="status">
      <code>{products.join(' + ')}</code> = <output>{shortNumber(sum.sum)}</output>
      {sum.sum !== sum.result && <>, as a byte {sum.result}</>}
    </p>
  );
}

export const numpySteps: readonly Step[] = [
  { id: 'numpy-1', title: 'A photograph in gray', changes: () => withPadding(0, 1), Body: TheGray },
  { id: 'numpy-2', title: 'The kernel, flipped', changes: () => withPadding(0, 1), Body: TheFlip },
  {
    id: 'numpy-3',
    title: 'Zeros around the picture',
    changes: () => withPadding(padding.value, 1),
    Body: ThePadding,
  },
  {
    id: 'numpy-4',
    title: 'Sliding',
    changes: () => ({ ...withPadding(padding.value, 1), pointed: pointed.value }),
    Body: TheSlide,
  },
  {
    id: 'numpy-5',
    title: 'Padding, stride and size',
    changes: () => withPadding(padding.value, stride.value),
    Body: TheSizes,
  },
];
