import sharp from 'sharp';
import { type Alpha, gaussianBlur } from '../../src/index.ts';
import { type Pixels, paintJpeg, panel, ZOOM } from './photo.ts';
import { svg, text } from './svg.ts';

const side = 140;
const rules: readonly Alpha[] = ['preserve', 'premultiply', 'filter'];

/** A sprite on clear black, and its blurs, on a checkerboard that shows through. */
export async function alpha(): Promise<Buffer> {
  const sprite = await star();
  const blurred = rules.map((alpha) => ({
    name: `alpha: '${alpha}'`,
    pixels: gaussianBlur(sprite, { sigma: 7, alpha }) as Pixels,
  }));
  const panels = [{ name: 'the sprite', pixels: sprite }, ...blurred].map(async ({ name, pixels }, n) => {
    const x = 18 + n * 168;
    return checkerboard(x, 16) + (await panel(pixels, x, 16)) + text(name, x + side / 2, side + 36);
  });
  return paintJpeg(
    svg(680, side + 54, 'A blur of a sprite by three rules for alpha', await Promise.all(panels)),
  );
}

async function star(): Promise<Pixels> {
  const points = Array.from({ length: 10 }, (_, n) => {
    const [radius, angle] = [n % 2 === 0 ? 55 : 24, (n * Math.PI) / 5 - Math.PI / 2];
    return `${70 + radius * Math.cos(angle)},${72 + radius * Math.sin(angle)}`;
  });
  const size = side * ZOOM;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${size}" height="${size}">
    <polygon points="${points.join(' ')}" fill="#ffb000"/></svg>`;
  const data = await sharp(Buffer.from(drawing)).ensureAlpha().raw().toBuffer();
  return { data: Uint8ClampedArray.from(data), width: size, height: size };
}

function checkerboard(x: number, y: number): string {
  const step = 10;
  const squares = Array.from({ length: (side / step) ** 2 }, (_, at) => {
    const [row, column] = [Math.floor((at * step) / side), at % (side / step)];
    const fill = (row + column) % 2 === 0 ? '#ffffff' : '#dde3ea';
    return `<rect x="${x + column * step}" y="${y + row * step}" width="${step}" height="${step}" fill="${fill}"/>`;
  });
  return squares.join('');
}
