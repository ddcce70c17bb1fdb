import { describe, expect, it } from 'vitest';
import { type GeneratedName, generate, isGenerated } from '../../demo/playground/src/picture/generate.ts';
import { sampleNames } from '../../demo/playground/src/picture/samples.ts';

const generated = sampleNames.filter(isGenerated);

describe('computed samples', () => {
  it.each(generated)('%s has whole numbers from 0 to 255 at any size', (name) => {
    for (const sidePx of [1, 16, 63, 128]) {
      const { data, width, height, channels } = generate(name, sidePx);
      expect([width, channels]).toEqual([height, 1]);
      if (name !== 'steps') expect(width).toBe(name === 'impulse' ? Math.min(sidePx, 64) : sidePx);
      expect(data.length).toBe(width * height);
      for (const value of data) {
        if (name === 'holes' && Number.isNaN(value)) continue;
        expect(Number.isInteger(value) && value >= 0 && value <= 255).toBe(true);
      }
    }
  });

  const at = (name: GeneratedName, sidePx: number) => {
    const { data, width } = generate(name, sidePx);
    return (row: number, column: number) => data[row * width + column]!;
  };

  it("has the tutorial's two steps", () => {
    const steps = at('steps', 512);
    expect([steps(0, 39), steps(0, 40), steps(49, 59), steps(50, 59), steps(99, 60)]).toEqual([
      1, 0, 0, 1, 0,
    ]);
  });

  it('has one white pixel in the middle of the impulse', () => {
    expect(generate('impulse', 32).data.reduce((sum, value) => sum + value)).toBe(255);
    expect(at('impulse', 32)(16, 16)).toBe(255);
  });

  it('has an edge in the middle, and a zone plate that is white there and alternates at its sides', () => {
    const edge = at('edge', 10);
    expect([edge(3, 4), edge(3, 5)]).toEqual([64, 192]);
    const zone = at('zone', 64);
    expect(zone(32, 32)).toBe(255);
    expect(Math.abs(zone(32, 1) - zone(32, 2))).toBeGreaterThan(200);
  });

  it('has holes, but not everywhere', () => {
    const { data } = generate('holes', 128);
    const share = data.filter(Number.isNaN).length / data.length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.25);
  });

  it('has the same noise each time, of all brightnesses alike', () => {
    const { data } = generate('noise', 128);
    expect(generate('noise', 128).data).toEqual(data);
    const mean = data.reduce((sum, value) => sum + value) / data.length;
    expect(Math.abs(mean - 127.5)).toBeLessThan(2);
  });

  it('writes letters', () => {
    const { data, width } = generate('text', 64);
    const letter = Array.from({ length: 7 }, (_, row) =>
      Array.from({ length: 5 }, (_, column) => (data[(9 + row) * width + 3 + column] === 0 ? '#' : '.')).join(
        '',
      ),
    );
    expect(letter).toEqual(['#####', '..#..', '..#..', '..#..', '..#..', '..#..', '..#..']);
  });
});
