import { describe, expect, it } from 'vitest';
import { createCalls } from '../../demo/playground/src/engine/calls.ts';

const never = new Promise<never>(() => {});

describe('calls of a worker', () => {
  it('give its answers and refusals, and leave nothing behind', async () => {
    const { answer, waiting } = createCalls();
    const first = answer(Promise.resolve(1));
    const second = answer(Promise.reject(new Error('refused')));
    expect(waiting.size).toBe(2);
    expect(await first).toBe(1);
    await expect(second).rejects.toThrow('refused');
    // What forgets a call runs after its answer.
    await Promise.resolve();
    expect(waiting.size).toBe(0);
  });

  it('reject when it ends, and after that', async () => {
    const { answer, end, waiting } = createCalls();
    const calls = [answer(never), answer(never)];
    end(new Error('stopped'));
    end(new Error('stopped again'));
    for (const call of [...calls, answer(Promise.resolve(1))]) {
      await expect(call).rejects.toThrow(/^stopped$/);
    }
    expect(waiting.size).toBe(0);
  });
});
