import { convolve2d, gaussianBlur } from 'convolve-wasm';
import ndarray from 'ndarray';

// Three measurements of a field of 4 x 6 points.
const cube = ndarray(
  Float64Array.from({ length: 3 * 4 * 6 }, (_, n) => n),
  [3, 4, 6],
);

// A slice is a view: it has the data of the cube, with a stride and an offset. Results can be views, too.
const smooth = ndarray(new Float64Array(cube.size), cube.shape);
for (let time = 0; time < cube.shape[0]; time++) {
  gaussianBlur(cube.pick(time), { sigma: 1, out: smooth.pick(time) });
}

// Cropped, transposed and stepped views need no copy either.
const field = cube.pick(0);
const crop = convolve2d(field.lo(1, 1).hi(2, 4), [[1, -1]], { mode: 'valid' });
const turned = convolve2d(field.transpose(1, 0), [[1, -1]], { mode: 'valid' });
const everyOther = convolve2d(field.step(1, 2), [[1, -1]], { mode: 'valid' });

// A result is `{ data, shape }`, which makes an ndarray.
const steps = [crop, turned, everyOther].map(({ data, shape }) => ndarray(data, shape));

for (const step of steps) console.log(step.shape.join(' x '), 'steps of', step.get(0, 0));
console.log('smooth', smooth.shape.join(' x '), smooth.get(2, 1, 3).toFixed(3));
