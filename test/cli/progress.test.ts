import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showProgress } from '../../src/cli/progress.ts';

/* The bar, as a terminal would get it. */

let shown: string;
let now: number;

beforeEach(() => {
  shown = '';
  now = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown += String(text);
    return true;
  });
  vi.spyOn(console, 'error').mockImplementation((line) => {
    shown += `${line}\n`;
  });
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.defineProperty(process.stderr, 'isTTY', { value: undefined, configurable: true });
});

/** What the bar has shown since the last time. */
function drawn(): string {
  const text = shown;
  shown = '';
  return text;
}

describe('the bar of one picture', () => {
  it('moves within it, once it takes a while', () => {
    const progress = showProgress(1, false);
    now = 100;
    progress.within(0, 0.1);
    expect(drawn()).toBe('');
    now = 300;
    progress.within(0, 0.4);
    expect(drawn()).toMatch(/=.* 40 %/);
    now = 320;
    progress.within(0, 0.5);
    expect(drawn()).toBe('');
    now = 400;
    progress.within(0, 0.9);
    expect(drawn()).toMatch(/ 90 %/);
    progress.done('a.png -> b.png');
    progress.stop();
    expect(drawn()).toContain('a.png -> b.png\n');
  });

  it('is none at all where there is no time to see it', () => {
    const progress = showProgress(1, false);
    progress.within(0, 0.5);
    progress.done('a.png -> b.png');
    progress.stop();
    expect(stripVTControlCharacters(drawn())).toBe('a.png -> b.png\n');
  });
});

it('the bar of several pictures moves within each', () => {
  const progress = showProgress(4, false);
  expect(drawn()).toContain(' 0 of 4');
  now = 100;
  progress.within(0, 0.5);
  const half = drawn();
  expect(half).toContain(' 0 of 4');
  progress.done('first');
  expect(drawn()).toContain(' 1 of 4');
  now = 200;
  progress.within(1, 0.5);
  const later = drawn();
  expect(later).toContain(' 1 of 4');
  const length = (text: string) => text.split('=').length;
  expect(length(later)).toBeGreaterThan(length(half));
  progress.failed('second');
  expect(drawn()).toContain('second');
  progress.stop();
});

it('is quiet when asked, and lines where there is no terminal', () => {
  showProgress(3, true).within(0, 0.5);
  Object.defineProperty(process.stderr, 'isTTY', { value: undefined, configurable: true });
  const progress = showProgress(1, false);
  now = 1000;
  progress.within(0, 0.5);
  expect(drawn()).toBe('');
  progress.done('a.png -> b.png');
  expect(drawn()).toBe('a.png -> b.png\n');
});
