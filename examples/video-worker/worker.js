import { allocate, prepare } from 'convolve-wasm';

let context;
let blur;
let input;
let output;

self.onmessage = ({ data: { canvas, frame } }) => {
  if (canvas) context = canvas.getContext('2d', { willReadFrequently: true });
  else show(frame);
};

function show(frame) {
  const { displayWidth: width, displayHeight: height } = frame;
  if (width !== input?.width || height !== input?.height) setUp(width, height);

  context.drawImage(frame, 0, 0);
  frame.close(); // a video decoder waits for its frames to be closed
  input.data.set(context.getImageData(0, 0, width, height).data);

  const start = performance.now();
  blur.run(input, output);
  const milliseconds = performance.now() - start;

  context.putImageData(new ImageData(output.data, width, height), 0, 0);
  postMessage({ milliseconds });
}

/** All that depends on the size of frames alone is made once. */
function setUp(width, height) {
  for (const old of [blur, input, output]) old?.dispose();
  Object.assign(context.canvas, { width, height });
  blur = prepare('gaussianBlur', { sigma: 8, shape: [height, width, 4], dtype: 'uint8clamped' });
  input = allocate({ width, height }, 'uint8clamped');
  output = allocate({ width, height }, 'uint8clamped');
}
