import { backendInfo } from 'convolve-wasm';
import type { Convolution } from '../../../../bench/cells/cell.ts';
import { cells } from '../../../../bench/cells/cells.ts';
import { geometry } from '../../../../bench/cells/geometry.ts';
import type { Contender } from '../../../../bench/contenders/contender.ts';
import { loopsContender } from '../../../../bench/contenders/loops.ts';
import { reference } from '../../../../bench/contenders/reference.ts';
import { type Answer, faultsByAnswer, greatestDifference } from '../../../../bench/measure/check.ts';
import { measureInRounds } from '../../../../bench/measure/rounds.ts';
import { statistics } from '../../../../bench/measure/statistics.ts';
import { reasonAgainst } from '../why/words.ts';
import { canvasBlurContenders, canvasBlurs, opaque } from './blurs.ts';
import { loopsSeconds } from './forecast.ts';
import { isForOpencv, opencvContenders } from './opencv.ts';
import { packageContenders } from './package.ts';
import type { CellRequest, CellResult, Row } from './protocol.ts';

/** Nobody waits for loops that take longer for one call. */
const PATIENCE_SECONDS = 1;

/** Browsers round their clocks, Firefox to 1 ms: an error of a twentieth. */
const MIN_SAMPLE_MS = 20;

/** Checks the answers of all contenders at a cell, then times those that are right, in turns. */
export async function measure(
  { name, timeMs, withOpencv }: CellRequest,
  onStep: (sentence: string) => void,
): Promise<CellResult> {
  const cell = cells[name]!(false);
  if ('filter' in cell) throw new Error(`${name} is no convolution`);
  onStep('Making the picture');
  const { contenders, rows } = await contendersOf(cell, withOpencv, onStep);

  const answers = new Map<Contender, Answer>();
  const first = new Map<Contender, readonly number[]>();
  for (const contender of contenders) {
    const { answer, time } = await contender.once();
    answers.set(contender, { row: contender.row, variant: contender.variant, answer });
    first.set(contender, [time]);
  }

  onStep('Checking the answers');
  const isGaussian = ({ row }: { readonly row: string }) => !canvasBlurs.includes(row);
  const faults = faultsByAnswer(cell, [...answers.values()].filter(isGaussian));
  for (const [contender, answer] of answers) {
    const fault = faults.get(answer);
    if (fault === undefined) continue;
    rows.push({ contender: titleOf(contender), state: 'wrong', fault });
    first.delete(contender);
  }

  const exact = reference(opaque(cell), geometry(cell));
  for (const [contender, times] of await measureInRounds(first, timeMs)) {
    const { answer } = answers.get(contender)!;
    rows.push({
      contender: titleOf(contender),
      state: 'timed',
      timesMs: statistics(times),
      ...(isGaussian(contender) ? {} : { differenceFromExact: greatestDifference(answer, exact) }),
    });
  }
  return { name, rows };
}

/** Those that take part, and rows for those that cannot. */
async function contendersOf(cell: Convolution, withOpencv: boolean, onStep: (sentence: string) => void) {
  const rows: Row[] = [];
  const contenders: Contender[] = [];
  const secondsACall = await loopsSeconds(cell);
  if (secondsACall > PATIENCE_SECONDS) rows.push({ contender: 'loops', state: 'skipped', secondsACall });
  else contenders.push(loopsContender(cell));

  contenders.push(...packageContenders(cell));
  const info = backendInfo();
  for (const contender of ['wasm', 'wasm-relaxed'] as const) {
    const reason = reasonAgainst(contender, info);
    if (reason) rows.push({ contender, state: 'unavailable', reason });
  }

  contenders.push(...canvasBlurContenders(cell));
  if (withOpencv) {
    if (isForOpencv(cell)) {
      onStep('Loading opencv.js');
      try {
        contenders.push(...(await opencvContenders(cell)));
      } catch (error) {
        const reason = `it did not load: ${(error as Error).message}`;
        rows.push({ contender: 'opencv', state: 'unavailable', reason });
      }
    } else {
      rows.push({ contender: 'opencv', state: 'unavailable', reason: 'it has no stride' });
    }
  }
  return { contenders: contenders.map((contender) => announced(contender, onStep)), rows };
}

/** The same contender, which says when it runs, and times as many calls together as the browser's clock needs. */
function announced(contender: Contender, onStep: (sentence: string) => void): Contender {
  let meanMs = 0;
  return {
    ...contender,
    async once() {
      onStep(`First run of ${titleOf(contender)}`);
      const first = await contender.once();
      meanMs = first.time;
      return first;
    },
    async sample(budget) {
      onStep(`Timing ${titleOf(contender)}`);
      // A thousand calls at most: the clock may say 0.
      const calls = Math.ceil(MIN_SAMPLE_MS / Math.max(meanMs, MIN_SAMPLE_MS / 1000));
      const times = await contender.sample(budget, calls);
      meanMs = times.reduce((sum, time) => sum + time, 0) / times.length;
      return times;
    },
  };
}

function titleOf({ row, variant }: Contender): string {
  return variant === 'resident' ? `${row}, resident` : row;
}
