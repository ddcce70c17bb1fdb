import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ahead } from '../../src/cli/ahead.ts';

/** Work that ends when it is told to. */
function manual() {
  const ends = new Map<number, () => void>();
  const begun: number[] = [];
  const work = (item: number) => {
    begun.push(item);
    return new Promise<string>((resolve) => ends.set(item, () => resolve(`${item} is done`)));
  };
  return { begun, work, end: (item: number) => ends.get(item)!() };
}

describe('work ahead', () => {
  it('gives results in the order of the items, whatever is done first', async () => {
    const { work, end } = manual();
    const results: string[] = [];
    const all = (async () => {
      for (const { item, result } of ahead([0, 1, 2], 3, work)) results.push(`${item}: ${await result}`);
    })();
    for (const item of [2, 1]) {
      end(item);
      await turn();
    }
    expect(results).toEqual([]);
    end(0);
    await all;
    expect(results).toEqual(['0: 0 is done', '1: 1 is done', '2: 2 is done']);
  });

  it.each([1, 2, 3])('has at most %i items that are begun and not taken', async (count) => {
    const { begun, work, end } = manual();
    let taken = 0;
    for (const { item, result } of ahead([0, 1, 2, 3, 4], count, work)) {
      expect(begun.length - taken).toBe(Math.min(count, 5 - taken));
      end(item);
      await result;
      taken++;
    }
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('begins nothing more once its results are no longer taken', () => {
    const { begun, work } = manual();
    for (const _ of ahead([0, 1, 2, 3], 2, work)) break;
    expect(begun).toEqual([0, 1]);
  });

  it('gives the errors of work that failed before its turn', async () => {
    const work = async (item: number) => {
      if (item === 1) throw new Error('1 failed');
      await turn();
      await turn();
      return item;
    };
    const outcomes: unknown[] = [];
    for (const { result } of ahead([0, 1, 2], 3, work)) {
      outcomes.push(await result.catch((error) => error.message));
    }
    expect(outcomes).toEqual([0, '1 failed', 2]);
  });
});
