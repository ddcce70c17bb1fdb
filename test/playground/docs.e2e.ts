import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeState } from '../../demo/playground/src/state/address.ts';

const page = readFileSync(new URL('../../docs/playground.md', import.meta.url), 'utf8');

it('understands the addresses that its documentation shows', () => {
  const states = [...page.matchAll(/example\.org\/\S*?#([^\s"]+)/g)].map(([, text]) => text!);
  expect(states.length).toBeGreaterThan(1);
  for (const text of states) expect(decodeState(text).unknown, text).toEqual([]);
});
