import { offeredCells } from '../benchmark/cells.ts';
import {
  alphaTitles,
  boundaryTitles,
  dtypeTitles,
  methodTitles,
  modeTitles,
  nanTitles,
  operationTitles,
  precisionTitles,
  resultDTypeTitles,
} from '../options/choices.ts';
import {
  anyNumber,
  type Codec,
  integerFrom,
  listOf,
  nameOf,
  numberFrom,
  oneOf,
  orNull,
  pairOf,
  readText,
  yesOrNo,
} from './codec.ts';
import { kernelCodec } from './kernel-codec.ts';
import { limits } from './limits.ts';
import { type OwnFile, readPicture, writePicture } from './picture-codec.ts';
import {
  benchmarkTimesMs,
  colourMaps,
  initialState,
  languages,
  type State,
  speeds,
  tabs,
  tutorialSteps,
} from './state.ts';

/* A state as the text behind the # of an address: `kernel=1,2;3,4&mode=valid&stride=2`. Only what differs from the initial state
   stands there, so addresses stay short, and readable. */

type Field = Exclude<keyof State, 'picture'>;

const zoom: Codec<State['zoom']> = {
  write: ({ factor, x, y }) => [factor, x, y].map(anyNumber.write).join(','),
  read(text) {
    const [factorText = '', xText = '', yText = '', ...others] = text.split(',');
    const factor = numberFrom(0.01, 10_000).read(factorText);
    const [x, y] = [xText, yText].map(numberFrom(-100, 100).read);
    if (factor === undefined || x === undefined || y === undefined || others.length > 0) return undefined;
    return { factor, x, y };
  },
};

const problem = nameOf(offeredCells.map(({ name }) => name));
const someProblems = listOf(problem, offeredCells.length);

const problems: Codec<State['problems']> = {
  write: (names) => (names.length === 0 ? 'none' : someProblems.write(names)),
  read: (text) => (text === 'none' ? [] : someProblems.read(text)),
};

/** The key of each field in an address, and how its value stands there. */
const fields: { readonly [field in Field]: readonly [key: string, codec: Codec<State[field]>] } = {
  tab: ['tab', nameOf(tabs)],
  tutorial: ['step', nameOf(tutorialSteps)],
  maxSidePx: ['side', integerFrom(...limits.maxSidePx)],
  isColour: ['colour', yesOrNo],
  imageDType: ['elements', nameOf(dtypeTitles)],
  kernel: ['kernel', kernelCodec],
  normalize: ['normalize', yesOrNo],
  operation: ['operation', nameOf(operationTitles)],
  mode: ['mode', nameOf(modeTitles)],
  // `1,2;3,4` is top, bottom; left, right.
  padding: ['padding', pairOf(pairOf(integerFrom(...limits.paddingPx)), ';')],
  boundary: ['boundary', pairOf(nameOf(boundaryTitles))],
  fillvalue: ['fillvalue', anyNumber],
  stride: ['stride', pairOf(integerFrom(...limits.stride))],
  dilation: ['dilation', pairOf(integerFrom(...limits.dilation))],
  delta: ['delta', anyNumber],
  dtype: ['dtype', nameOf(resultDTypeTitles)],
  precision: ['precision', nameOf(precisionTitles)],
  alpha: ['alpha', nameOf(alphaTitles)],
  nan: ['nan', nameOf(nanTitles)],
  method: ['method', nameOf(methodTitles)],
  layout: ['layout', nameOf(['beside', 'slider'])],
  sliderPercent: ['slider', integerFrom(0, 100)],
  colourMap: ['colours', nameOf(colourMaps)],
  pointed: ['pointed', orNull(pairOf(integerFrom(0, 2 ** 24)))],
  channel: ['channel', integerFrom(0, 3)],
  speed: ['speed', oneOf(speeds)],
  zoom: ['zoom', zoom],
  language: ['code', nameOf(languages)],
  problems: ['problems', problems],
  benchmarkTimeMs: ['time', oneOf(benchmarkTimesMs)],
  withOpencv: ['opencv', yesOrNo],
};

const fieldNames = Object.keys(fields) as Field[];

/** For the documentation. */
export const keysOfAddress = ['picture', ...fieldNames.map((name) => fields[name][0])];

/** What an address says. */
export interface Decoded {
  readonly state: State;
  /** Instead of `state.picture`: a file that the address holds. */
  readonly file: OwnFile | null;
  /** Keys of the parts that were not understood, which stay as in the initial state. */
  readonly unknown: readonly string[];
}

/** @param file That of a picture of the user's own; without it, or where it is too large, the address has no picture. */
export function encodeState(state: State, file?: OwnFile): string {
  const picture = writePicture(state.picture, file);
  const isInitial = picture === undefined || picture === writePicture(initialState.picture);
  const parts = isInitial ? [] : [`picture=${picture}`];
  const initial = initialOf(state.picture);
  for (const field of fieldNames) {
    const text = writeField(field, state);
    if (text !== writeField(field, initial)) parts.push(`${fields[field][0]}=${text}`);
  }
  return parts.join('&');
}

/** Takes any text. */
export function decodeState(text: string): Decoded {
  let state = initialState;
  let file: OwnFile | null = null;
  let elements: State['imageDType'] | undefined;
  const unknown: string[] = [];
  for (const part of text.split('&').filter(Boolean)) {
    const [, key, value] = /^([^=]*)=?(.*)$/s.exec(part)!;
    const picture = key === 'picture' ? readPicture(value!) : undefined;
    // Some programs write `%2C` for a comma.
    const change = key === 'picture' ? undefined : readField(key!, readText(value!) ?? '');
    if (picture && 'bytes' in picture) file = picture;
    else if (picture) [state, file] = [{ ...state, picture }, null];
    else if (change) [state, elements] = [{ ...state, ...change }, change.imageDType ?? elements];
    // Anything may stand there: a sentence has room for the beginning of it.
    else unknown.push(key!.slice(0, 20));
  }
  const { imageDType } = initialOf(state.picture);
  return { state: { ...state, imageDType: elements ?? imageDType }, file, unknown };
}

/** The sample with holes has them in floats only. */
function initialOf(picture: State['picture']): State {
  const hasHoles = picture.from === 'sample' && picture.name === 'holes';
  return hasHoles ? { ...initialState, imageDType: 'float32' } : initialState;
}

function writeField<F extends Field>(field: F, state: State): string {
  const [, codec] = fields[field];
  return codec.write(state[field]);
}

function readField(key: string, text: string): Partial<State> | undefined {
  const field = fieldNames.find((name) => fields[name][0] === key);
  const value = field && fields[field][1].read(text);
  return value === undefined ? undefined : { [field as Field]: value };
}

/** What the page says about parts of a link that it did not understand. */
export function sentenceOn(unknown: readonly string[]): string | null {
  if (unknown.length === 0) return null;
  const names = [...new Set(unknown)].slice(0, 5).map((key) => `“${key}”`);
  return `Ignored in the link: ${names.join(', ')}. The defaults are used there.`;
}
