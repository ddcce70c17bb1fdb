import type { Accumulator } from '../base/dtype.ts';
import type { RowSource, View } from '../io/view.ts';
import type { CheckedOptions } from '../problem/options.ts';
import { premultiply } from './alpha.ts';
import { validityOf, zeroNan } from './nan.ts';
import type { Pointwise } from './pointwise.ts';
import type { Rooms } from './rooms.ts';
import { ChangedSource, type RowChange } from './rows.ts';
import { decoding } from './srgb.ts';
import type { Subject } from './subject.ts';

/** The elements of an image, NaN replaced by 0 where they are ignored; or 1 for each element that is a number, and 0 for NaN. */
export type Content = 'elements' | 'validity';

/** How a call reads its image. */
export interface Reading {
  readonly subject: Subject;
  readonly options: CheckedOptions;
  /** The type of the rows that are filtered, if the image's rows are changed as they are read; else null. */
  readonly reads: Accumulator | null;
}

/** The image as it is filtered. Memory may grow. */
export function sourceOf(
  image: View,
  { subject, options, reads }: Reading,
  content: Content,
  pointwise: Pointwise,
  rooms: Rooms,
): RowSource {
  if (reads === null) return image;
  const { alpha, ignoresNan, channels } = subject;
  const changes: RowChange[] = [];
  if (options.colorSpace !== 'srgb') {
    const transfer = rooms.keep(decoding(pointwise, reads, image.dtype));
    changes.push((rows, count) => pointwise.decode(rows, count, channels === 4, transfer.elements));
  }
  if (alpha === 'premultiply') changes.push(premultiply(image.dtype, pointwise));
  if (ignoresNan) changes.push(content === 'elements' ? zeroNan : validityOf);
  return rooms.keep(new ChangedSource(image, reads, changes, pointwise));
}
