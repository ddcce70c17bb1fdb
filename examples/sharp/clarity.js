// More local contrast: node clarity.js photo.jpg clear.jpg
import { unsharpMask } from 'convolve-wasm';
import sharp from 'sharp';

const [source, target] = process.argv.slice(2);

const { data, info } = await sharp(source).autoOrient().raw().toBuffer({ resolveWithObject: true });
const { width, height, channels } = info;

const result = unsharpMask(
  { data, width, height, channels },
  // Without `alpha`, the fourth channel of bytes from sharp is filtered like a colour.
  { sigma: 30, amount: 0.6, alpha: channels === 4 ? 'preserve' : 'filter' },
);

await sharp(result.data, { raw: { width, height, channels } }).toFile(target);
