import type { DType } from '../base/types.ts';
import type { Elements, Pointwise, Room } from './pointwise.ts';

/** Vectors of every operation, and a tail of 3. */
const COUNT = 35;

/**
 * Results of operations on a few pixels: gray, magnitudes and angles from components of both types, magnitudes as bytes and as
 * pixels, colours changed by alpha, and sharpened ones.
 */
export function pointwiseResults(pointwise: Pointwise): Float64Array {
  const results: number[] = [];
  const rooms: Room[] = [];
  // Sources, and room for results, before any of it is used, since memory may move.
  const room = (dtype: DType, length: number) => {
    const made = pointwise.room(dtype, length);
    rooms.push(made);
    return made;
  };
  const sources = (['uint8', 'float32', 'float32', 'int16', 'int16'] as const).map((dtype) =>
    room(dtype, 4 * COUNT),
  );
  const floats = room('float32', COUNT);
  const bytes = room('uint8', 4 * COUNT);
  const [colours, x, y, shortX, shortY] = sources.map(({ elements }, n) => {
    const { data, at, dtype } = elements;
    for (let i = 0; i < 4 * COUNT; i++)
      data[at + i] = ((i * (2 * n + 37)) % 256) - (dtype === 'uint8' ? 0 : 128);
    return elements;
  }) as [Elements, Elements, Elements, Elements, Elements];
  const note = ({ elements: { data, at } }: Room, count: number) => {
    for (let i = 0; i < count; i++) results.push(data[at + i] as number);
  };
  const { elements: number } = floats;
  const { elements: byte } = bytes;
  pointwise.gray(colours, 4, [9798, 19235, 3735], COUNT, byte);
  note(bytes, COUNT);
  for (const [a, b] of [
    [shortX, shortY],
    [x, y],
  ] as const) {
    pointwise.angles(a, b, COUNT, number);
    note(floats, COUNT);
    pointwise.lengths(a, b, COUNT, number);
    note(floats, COUNT);
  }
  const [least, greatest] = pointwise.range(number, false, COUNT);
  pointwise.stretch(number, { part: 1, least, spread: greatest - least }, false, COUNT, {
    ...byte,
    at: byte.at + 3 * COUNT,
  });
  pointwise.pixels({ ...byte, at: byte.at + 3 * COUNT }, 1, COUNT, byte);
  note(bytes, 4 * COUNT);
  pointwise.widen(colours, 4 * COUNT, x);
  pointwise.premultiply(x, COUNT, 255);
  note(sources[1] as Room, 4 * COUNT);
  pointwise.unpremultiply(x, COUNT, { opaque: 255, least: 0, greatest: 255, delta: 0.5 });
  note(sources[1] as Room, 4 * COUNT);
  pointwise.sharpen(y, x, 4 * COUNT, 0.75, 3);
  pointwise.narrow(x, 4 * COUNT, byte);
  note(bytes, 4 * COUNT);
  for (const source of [colours, null]) {
    pointwise.replaceAlpha(source, byte, COUNT);
    note(bytes, 4 * COUNT);
  }
  pointwise.bytes(x, true, true, 4 * COUNT, byte);
  note(bytes, 4 * COUNT);
  for (const each of rooms) each.dispose();
  return Float64Array.from(results);
}
