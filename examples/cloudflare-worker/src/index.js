import { gaussianBlur } from 'convolve-wasm';
import { decode, encode } from 'fast-png';

// A Worker has 128 MB of memory; a picture of this size takes 16 MB as RGBA, several times.
const MAX_PIXELS = 4_000_000;

const page = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Blur a picture</title>
  <form method="post" enctype="multipart/form-data">
    <label>PNG <input type="file" name="picture" accept="image/png" required></label>
    <label>sigma <input type="number" name="sigma" value="8" min="0" max="100" step="any"></label>
    <button>Blur</button>
  </form>
</html>`;

export default {
  async fetch(request) {
    if (request.method !== 'POST') return new Response(page, { headers: { 'content-type': 'text/html' } });

    const form = await request.formData();
    const picture = form.get('picture');
    const sigma = Number(form.get('sigma') ?? 8);
    if (!(picture instanceof File)) return new Response('no picture', { status: 400 });
    if (!(sigma >= 0 && sigma <= 100)) return new Response('sigma goes from 0 to 100', { status: 400 });

    return blur(await picture.arrayBuffer(), sigma);
  },
};

function blur(bytes, sigma) {
  if (!isPng(bytes)) return new Response('not a PNG', { status: 415 });
  if (pixels(bytes) > MAX_PIXELS) return new Response('too many pixels', { status: 413 });

  const png = decode(bytes);
  if (png.palette || png.depth < 8)
    return new Response('8 or 16 bits a channel, no palette', { status: 415 });

  // By `alpha`, colours are weighted with the alpha channel, so that clear pixels do not darken their neighbours.
  const { data } = gaussianBlur(png, { sigma, alpha: png.channels === 4 ? 'premultiply' : 'filter' });
  return new Response(encode({ ...png, data }), { headers: { 'content-type': 'image/png' } });
}

// The first 24 bytes of a PNG: a signature of 8, length and name of the header, width, height.
function isPng(bytes) {
  return bytes.byteLength > 24 && new DataView(bytes).getUint32(0) === 0x89504e47;
}

function pixels(bytes) {
  const header = new DataView(bytes);
  return header.getUint32(16) * header.getUint32(20);
}
