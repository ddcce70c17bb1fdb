import { parentPort } from 'node:worker_threads';
import { grayscale, normalize, sobel } from 'convolve-wasm';
import sharp from 'sharp';

sharp.concurrency(1); // one thread for each worker is enough

parentPort.on('message', async ({ from, to }) => {
  try {
    await writeEdges(from, to);
    parentPort.postMessage(`${from} -> ${to}`);
  } catch (error) {
    parentPort.postMessage(`${from}: ${error.message}`); // the other photos go on
  }
});

async function writeEdges(from, to) {
  const rgb = sharp(from).autoOrient().toColourspace('srgb').removeAlpha();
  const { data, info } = await rgb.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;

  const gray =
    channels === 1 ? { data, width, height, channels } : grayscale({ data, width, height, channels });
  const edges = normalize(sobel(gray, { output: 'magnitude' }), 'minmax');

  await sharp(edges.data, { raw: { width, height, channels: 1 } }).toFile(to);
}
