/** Cells of the package's benchmark that this page offers, by their names there. */
export interface OfferedCell<Name extends string = string> {
  readonly name: Name;
  /** What is computed, in words. */
  readonly picture: string;
  readonly kernel: string;
  /** Whether it is chosen when the tab is opened. */
  readonly isChosen: boolean;
}

const floats = '1024 x 1024 float32';
const bytes = '1920 x 1080 bytes';
const rgba = '1920 x 1080 RGBA';

export const offeredCells = [
  cell('f32-3', floats, 'random 3 x 3', true),
  cell('f32-7', floats, 'random 7 x 7', true),
  cell('f32-31', floats, 'random 31 x 31', true),
  cell('f32-sep-21', floats, 'Gaussian 21 x 21', true),
  cell('f64-7', '1024 x 1024 float64', 'random 7 x 7'),
  cell('stride2', floats, '3 x 3, stride 2'),
  cell('seed', '100 x 100 float64', "10 x 10 of SciPy's tutorial"),
  cell('u8-edge3', bytes, '3 x 3 edges', true),
  cell('u8-sobel', bytes, 'Sobel x into int16'),
  cell('u8-5', bytes, 'random 5 x 5'),
  cell('u8-gauss-5', bytes, 'Gaussian 5 x 5', true),
  cell('rgba-5', rgba, 'random 5 x 5', true),
  cell('rgba-gauss-5', rgba, 'Gaussian 5 x 5'),
  cell('rgba-sigma-2', rgba, 'Gaussian, sigma 2'),
  cell('rgba-sigma-10', rgba, 'Gaussian, sigma 10', true),
  cell('rgba-sigma-50', rgba, 'Gaussian, sigma 50'),
] as const;

export type CellName = (typeof offeredCells)[number]['name'];

function cell<Name extends string>(
  name: Name,
  picture: string,
  kernel: string,
  isChosen = false,
): OfferedCell<Name> {
  return { name, picture, kernel, isChosen };
}
