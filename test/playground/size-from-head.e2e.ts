import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sizeFromHead } from '../../demo/playground/src/picture/size-from-head.ts';

const picture = sharp({ create: { width: 31, height: 17, channels: 3, background: 'teal' } });

describe('the size of a picture stands in its first bytes', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)('of %s', async (format) => {
    const { width, height } = sizeFromHead(await picture.clone().toFormat(format).toBuffer());
    expect([width, height]).toEqual([31, 17]);
  });

  it('of the largest in an icon', () => {
    const entry = (side: number) => [side, side, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const icon = Uint8Array.of(0, 0, 1, 0, 3, 0, ...entry(16), ...entry(64), ...entry(32));
    expect(sizeFromHead(icon)).toMatchObject({ width: 64, height: 64 });
  });

  it('but not of a file that browsers do not show', async () => {
    const tiff = await picture.clone().tiff().toBuffer();
    expect(() => sizeFromHead(tiff)).toThrow('an unknown format');
  });
});
