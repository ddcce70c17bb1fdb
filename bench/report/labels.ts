/** The name of each cell in docs/performance.md, table by table, in its order. */
export interface TableOfCells {
  readonly cells: { readonly [cell: string]: string };
  /** Rows of the benchmark, or variants of one, that have a column, by the head of the column. */
  readonly columns: { readonly [head: string]: readonly string[] };
}

const squares = (dtype: string, long: string, sizes: readonly number[]) =>
  Object.fromEntries(sizes.map((size) => [`${dtype}-${size}`, `${long}, ${size} x ${size}`]));

const own = { loops: ['loops'], js: ['js'], wasm: ['wasm'], 'wasm-relaxed': ['wasm-relaxed'] };

export const tables: { readonly [name: string]: TableOfCells } = {
  floats: {
    cells: {
      ...squares('f32', 'float32', [3, 5, 7, 9, 11, 15, 31, 63]),
      ...squares('f64', 'float64', [3, 5, 7, 9, 11, 15, 31, 63]),
      ...squares('f32-sep', 'Gaussian', [5, 11, 21, 31]),
      'full-512': '512 x 512 float32 with 512 x 512, full',
      seed: '100 x 100 float64, 10 x 10, symm',
      stride2: '1024 x 1024 float32, 3 x 3, stride 2',
    },
    columns: { ...own, OpenCV: ['opencv-sep', 'opencv'], SciPy: ['scipy', 'scipy-fft'] },
  },
  pictures: {
    cells: {
      'u8-edge3': '3 x 3 edges',
      'u8-edge3-i16': 'the same into int16',
      'u8-sobel': 'Sobel x into int16',
      'u8-box-15': 'mean of 15 x 15',
      'u8-gauss-5': 'Gaussian 5 x 5',
      'u8-gauss-21': 'Gaussian 21 x 21',
      'u8-gauss-21-exact': "the same, `precision: 'exact'`",
      'rgba-gauss-5': 'RGBA, Gaussian 5 x 5',
      'rgba-gauss-21': 'RGBA, Gaussian 21 x 21',
      'rgba-gauss-21-exact': "the same, `precision: 'exact'`",
      'rgba-5': 'RGBA, random 5 x 5',
      'rgba-5-fast': "the same, `precision: 'fast'`",
      'u8-5': 'random 5 x 5',
      'u8-ties': 'the same, each sum next to a tie',
      'u8-constant': 'the same of one byte, each sum a tie',
      'u8-gradients': 'Sobel x and y, magnitude and angle, float32',
      'rgba-gray': 'RGBA to gray',
      'pipeline-720': '1280 x 720 `ImageData` to gray, Sobel magnitude, minmax, `ImageData`',
    },
    columns: { ...own, OpenCV: ['opencv'] },
  },
  gaussians: {
    cells: {
      'u8-sigma-2': 'bytes, sigma 2',
      'u8-sigma-10': 'bytes, sigma 10',
      'u8-sigma-50': 'bytes, sigma 50',
      'rgba-sigma-2': 'RGBA, sigma 2',
      'rgba-sigma-10': 'RGBA, sigma 10',
      'rgba-sigma-50': 'RGBA, sigma 50',
      'rgba-alpha-sigma-10': '`ImageData` with clear pixels, sigma 10',
      'f32-sigma-2': "1024 x 1024 float32, sigma 2, `precision: 'fast'`",
      'f32-sigma-10': "1024 x 1024 float32, sigma 10, `precision: 'fast'`",
      'f32-sigma-50': "1024 x 1024 float32, sigma 50, `precision: 'fast'`",
      'f32-sigma-50-exact': '1024 x 1024 float32, sigma 50',
    },
    columns: {
      js: ['js'],
      wasm: ['wasm'],
      'wasm-relaxed': ['wasm-relaxed'],
      GaussianBlur: ['opencv'],
      stackBlur: ['opencv-stack'],
    },
  },
};
