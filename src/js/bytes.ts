import type { Elements, Pointwise } from '../backend/pointwise.ts';
import { saturatorOf } from '../base/saturate.ts';

/* As the kernels of these names. */

const saturated = /* @__PURE__ */ saturatorOf('uint8clamped');

export const range: Pointwise['range'] = ({ data, at }, hasAlpha, count) => {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    const number = data[at + i] as number;
    if ((hasAlpha && i % 4 === 3) || !Number.isFinite(number)) continue;
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  return [least, greatest];
};

export const bytes: Pointwise['bytes'] = (source, areMagnitudes, hasAlpha, count, into) =>
  convert(source, hasAlpha, count, into, areMagnitudes ? Math.abs : (number) => number);

export const stretch: Pointwise['stretch'] = (source, { part, least, spread }, hasAlpha, count, into) =>
  convert(source, hasAlpha, count, into, (number) => 255 * ((number * part - least) / spread));

function convert(
  { data, at }: Elements,
  hasAlpha: boolean,
  count: number,
  into: Elements,
  map: (number: number) => number,
): void {
  for (let i = 0; i < count; i++) {
    const number = data[at + i] as number;
    into.data[into.at + i] = saturated(hasAlpha && i % 4 === 3 ? number : map(number));
  }
}

export const pixels: Pointwise['pixels'] = ({ data, at }, channels, count, into) => {
  const results = into.data;
  const [green, blue] = channels === 3 ? [1, 2] : [0, 0];
  for (let i = 0, from = at, to = into.at; i < count; i++, from += channels, to += 4) {
    const [r, g, b] = [data[from] as number, data[from + green] as number, data[from + blue] as number];
    results[to] = r;
    results[to + 1] = g;
    results[to + 2] = b;
    results[to + 3] = 255;
  }
};
