import { signal } from '@preact/signals';
import type { Alpha, Boundary, DType, Method, Mode, NanTreatment, Operation, Precision } from 'convolve-wasm';
import { type CellName, offeredCells } from '../benchmark/cells.ts';
import type { SampleName } from '../picture/samples.ts';

/** For rows, then for columns. */
export type Pair<T> = readonly [rows: T, columns: T];

export const tabs = ['play', 'benchmark', 'tutorial'] as const;
export type Tab = (typeof tabs)[number];

/** SciPy's tutorial on `convolve2d`, and NumPy's on edges of a photograph. */
export const tutorialSteps = [
  ...(['scipy-1', 'scipy-2', 'scipy-3', 'scipy-4', 'scipy-5'] as const),
  ...(['numpy-1', 'numpy-2', 'numpy-3', 'numpy-4', 'numpy-5'] as const),
] as const;
export type TutorialStep = (typeof tutorialSteps)[number];

/** Where the picture comes from. A picture of the user's own has a number: `picture/own.ts` keeps its bytes. */
export type PictureChoice =
  | { readonly from: 'sample'; readonly name: SampleName }
  | { readonly from: 'address'; readonly address: string }
  | { readonly from: 'own'; readonly id: number; readonly name: string }
  | { readonly from: 'camera' };

/** Options of one of the package's `kernels`, as it takes them. */
export type PresetOptions = Readonly<Record<string, number | Pair<number>>>;

/**
 * A kernel by name with its options, or rows of numbers, or the outer product of a column and a row. `isColumn`: the taps of
 * `gaussian1d`, which has no direction of its own, lie below each other.
 */
export type KernelChoice =
  | {
      readonly from: 'preset';
      readonly name: string;
      readonly options: PresetOptions;
      readonly isColumn?: boolean;
    }
  | { readonly from: 'grid'; readonly rows: readonly (readonly number[])[] }
  | { readonly from: 'outer'; readonly column: readonly number[]; readonly row: readonly number[] };

/** Colours of results with one channel. `auto`: diverging and centred on 0 where a number is negative, else gray. */
export const colourMaps = ['auto', 'gray', 'diverging', 'viridis'] as const;
export type ColourMap = (typeof colourMaps)[number];

/** Results a second, when they appear one after the other. */
export const speeds = [2, 10, 60, 1000, 20_000] as const;
export type Speed = (typeof speeds)[number];

/** In which the page writes code. */
export const languages = ['JavaScript', 'TypeScript', 'SciPy', 'OpenCV'] as const;
export type Language = (typeof languages)[number];

/** Milliseconds for each contender of the benchmark. */
export const benchmarkTimesMs = [100, 300, 1000] as const;
export type BenchmarkTimeMs = (typeof benchmarkTimesMs)[number];

/** All that an address carries: who opens it sees the same. Plain data. */
export interface State {
  readonly tab: Tab;
  /** The step of the tutorials that their tab shows. */
  readonly tutorial: TutorialStep;
  readonly picture: PictureChoice;
  /** The longest side of the picture, to which larger ones are scaled down. */
  readonly maxSidePx: number;
  readonly isColour: boolean;
  /** The type of the picture's elements. */
  readonly imageDType: DType;

  readonly kernel: KernelChoice;
  readonly normalize: boolean;
  readonly operation: Operation;

  /** `padding` rules instead of a mode where `mode` is `'padding'`. */
  readonly mode: Mode | 'padding';
  readonly padding: Pair<Pair<number>>;
  readonly boundary: Pair<Boundary>;
  readonly fillvalue: number;
  readonly stride: Pair<number>;
  readonly dilation: Pair<number>;
  readonly delta: number;
  readonly dtype: DType | 'auto';
  readonly precision: Precision;
  readonly alpha: Alpha | 'auto';
  readonly nan: NanTreatment;
  readonly method: Method;

  /** Whether the picture and the result lie side by side, or one above the other with a slider between them. */
  readonly layout: 'beside' | 'slider';
  /** How much of the width shows the picture where a slider lies between it and the result. */
  readonly sliderPercent: number;
  readonly colourMap: ColourMap;
  /** The element of the result whose sum is shown: `[row, column]`. */
  readonly pointed: Pair<number> | null;
  /** Which of the picture's channels the sum is of. */
  readonly channel: number;
  readonly speed: Speed;
  /** What of the picture is seen: the factor on a view that shows all of it, and the centre in fractions of its sides. */
  readonly zoom: { readonly factor: number; readonly x: number; readonly y: number };

  readonly language: Language;

  /** Names of the problems that the benchmark measures. */
  readonly problems: readonly CellName[];
  readonly benchmarkTimeMs: BenchmarkTimeMs;
  readonly withOpencv: boolean;
}

export const initialState: State = {
  tab: 'play',
  tutorial: 'scipy-1',
  picture: { from: 'sample', name: 'face' },
  maxSidePx: 512,
  isColour: false,
  imageDType: 'uint8clamped',
  kernel: { from: 'preset', name: 'sobelX', options: {} },
  normalize: false,
  operation: 'convolve2d',
  mode: 'same',
  padding: [
    [0, 0],
    [0, 0],
  ],
  boundary: ['symm', 'symm'],
  fillvalue: 0,
  stride: [1, 1],
  dilation: [1, 1],
  delta: 0,
  dtype: 'float32',
  precision: 'exact',
  alpha: 'auto',
  nan: 'propagate',
  method: 'auto',
  layout: 'beside',
  sliderPercent: 50,
  colourMap: 'auto',
  pointed: null,
  channel: 0,
  speed: 10,
  zoom: { factor: 1, x: 0.5, y: 0.5 },
  language: 'JavaScript',
  problems: offeredCells.filter(({ isChosen }) => isChosen).map(({ name }) => name),
  benchmarkTimeMs: 300,
  withOpencv: false,
};

export const state = signal<State>(initialState);

/** Changes some of the state; everything that depends on it follows. */
export function update(changes: Partial<State>): void {
  state.value = { ...state.peek(), ...changes };
}
