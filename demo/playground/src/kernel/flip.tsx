import { useLayoutEffect, useRef } from 'preact/hooks';
import { Scrolled } from '../controls/scrolled.tsx';
import { state, update } from '../state/state.ts';
import { flipped } from './change.ts';
import { rows } from './choose.ts';
import { highlighted, pointedTap } from './highlight.ts';
import type { Rows } from './kernel.ts';
import { shortNumber } from './numbers.ts';
import { largestOf, tintOf } from './tint.ts';

const operations = ['convolve2d', 'correlate2d'] as const;

/** The kernel as it is written and as it is applied, and the switch between convolution and correlation. */
export function Flip() {
  const { operation } = state.value;
  const written = rows.value;
  const isFlipped = operation === 'convolve2d';
  const applied = isFlipped ? flipped(written) : written;
  const [height, width] = [written.length, written[0]!.length];
  const [row, column] = highlighted.value;
  const placed = isFlipped ? ([height - 1 - row, width - 1 - column] as const) : ([row, column] as const);
  return (
    <fieldset class="stack">
      <legend>Operation</legend>
      <div class="row">
        {operations.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="operation"
              checked={operation === name}
              onChange={() => update({ operation: name })}
            />{' '}
            <code>{name}</code>
          </label>
        ))}
      </div>
      <div class="flip-pictures">
        <TapsPicture
          title="As written"
          taps={written}
          mark={[row, column]}
          onPoint={(y, x) => {
            pointedTap.value = [y, x];
          }}
        />
        <TapsPicture
          title="As applied"
          taps={applied}
          mark={placed}
          onPoint={(y, x) => {
            pointedTap.value = isFlipped ? [height - 1 - y, width - 1 - x] : [y, x];
          }}
        />
      </div>
      <p class="hint">
        {`The tap ${shortNumber(written[row]![column]!)} of row ${row}, column ${column} is applied at row ${placed[0]}, column ${placed[1]}.`}
      </p>
      <p class="hint">{sentenceOf(isFlipped, areSame(flipped(written), written))}</p>
    </fieldset>
  );
}

const areSame = (one: Rows, other: Rows) =>
  one.every((row, y) => row.every((tap, x) => tap === other[y]![x]));

function sentenceOf(isFlipped: boolean, isSymmetric: boolean): string {
  if (isSymmetric)
    return 'This kernel is the same after a turn by 180 degrees: both operations give the same.';
  return isFlipped
    ? 'Convolution flips the kernel: it is turned by 180 degrees before it slides over the picture.'
    : 'Correlation slides the kernel over the picture as it is written.';
}

interface PictureProps {
  readonly title: string;
  readonly taps: Rows;
  readonly mark: readonly [row: number, column: number];
  readonly onPoint: (row: number, column: number) => void;
}

/** The longer side of a kernel's picture, but for long and narrow kernels. */
const sidePx = 112;
const greatestTapPx = 24;
/** Of the shorter side of long and narrow kernels, which scroll: else they would be a line. Their taps are at most half as large. */
const leastSidePx = 24;

function TapsPicture({ title, taps, mark, onPoint }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width] = [taps.length, taps[0]!.length];
  const [shorter, longer] = [Math.min(height, width), Math.max(height, width)];
  const unitPx = Math.min(
    greatestTapPx,
    Math.max(sidePx / longer, Math.min(greatestTapPx / 2, leastSidePx / shorter)),
  );

  // No dependencies: it is drawn whenever it is rendered.
  useLayoutEffect(() => {
    const image = new ImageData(width, height);
    const largest = largestOf(taps);
    taps.flat().forEach((tap, at) => {
      const [red, green, blue, opacity] = tintOf(tap, largest);
      image.data.set([red, green, blue, 255 * opacity], 4 * at);
    });
    canvas.current!.getContext('2d')!.putImageData(image, 0, 0);
  });

  function point(event: PointerEvent): void {
    const box = canvas.current!.getBoundingClientRect();
    const at = (offset: number, length: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor((offset / length) * count)));
    onPoint(at(event.clientY - box.top, box.height, height), at(event.clientX - box.left, box.width, width));
  }

  return (
    <figure>
      <figcaption>{title}</figcaption>
      <Scrolled label={`The kernel ${title.toLowerCase()}`} isLong={unitPx * longer > sidePx}>
        <div
          class="taps-picture"
          style={{ width: `${unitPx * width}px`, height: `${unitPx * height}px` }}
          onPointerDown={point}
          onPointerMove={point}
        >
          <canvas
            ref={canvas}
            width={width}
            height={height}
            role="img"
            aria-label={`The kernel ${title.toLowerCase()}`}
          />
          <span
            class="mark"
            style={{
              top: `${unitPx * mark[0]}px`,
              left: `${unitPx * mark[1]}px`,
              width: `${unitPx}px`,
              height: `${unitPx}px`,
            }}
          />
        </div>
      </Scrolled>
    </figure>
  );
}
