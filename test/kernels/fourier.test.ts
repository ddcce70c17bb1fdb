import { describe, expect, it } from 'vitest';
import { frequencies, type Transform, transforms, twiddles } from '../../src/plan/transform.ts';
import { type Columns, relativeError, reordered, transformPair } from '../support/dft.ts';
import { random } from '../support/random.ts';
import { type ArrayType, Bench, floats, Matrix, modules, type RawModule } from './module.ts';

const ROW_BYTES = 48;
const planned = transforms.filter(({ length }) => length <= 1152);
const some = planned.filter(({ length }) => [8, 12, 24, 48, 64, 72, 96].includes(length));

/** The real and imaginary rows of a spectrum, and the tables of a transform, in memory. */
class Setting {
  readonly bench: Bench;
  readonly spectrum: Matrix;
  readonly columns: number;
  readonly #module: RawModule;
  readonly #array: ArrayType;
  readonly #transform: Transform;
  readonly #suffix: string;
  readonly #radices: number;
  readonly #twiddles: number;
  readonly #twiddlesEnd: number;

  constructor(module: RawModule, { suffix, array }: (typeof floats)[number], transform: Transform) {
    this.bench = new Bench(module.memory);
    this.columns = ROW_BYTES / array.BYTES_PER_ELEMENT;
    this.#module = module;
    this.#array = array;
    this.#transform = transform;
    this.#suffix = suffix;
    this.#radices = this.bench.put(Int32Array, transform.radices, 4);
    const factors = twiddles(transform);
    this.#twiddles = this.bench.put(array, factors, 8);
    this.#twiddlesEnd = this.#twiddles + factors.length * array.BYTES_PER_ELEMENT;
    this.spectrum = this.matrix(2 * transform.length, 3);
  }

  matrix(rows: number, gap: number): Matrix {
    return new Matrix(this.bench, this.#array, rows, this.columns, gap);
  }

  write({ width, real, imaginary }: Columns, spectrum = this.spectrum): void {
    for (let row = 0; row < real.length / width; row++) {
      spectrum.write(2 * row, real.subarray(row * width, row * width + this.columns));
      spectrum.write(2 * row + 1, imaginary.subarray(row * width, row * width + this.columns));
    }
  }

  get written(): Columns {
    const rows = (first: number) =>
      Float64Array.from(
        Array.from({ length: this.#transform.length }, (_, row) =>
          this.spectrum.read(first + 2 * row),
        ).flat(),
      );
    return { width: this.columns, real: rows(0), imaginary: rows(1) };
  }

  forward(real: number, realPitchBytes: number, imaginary: number, imaginaryPitchBytes: number): void {
    this.#module.exports[`forward_${this.#suffix}`]!(
      real,
      realPitchBytes,
      imaginary,
      imaginaryPitchBytes,
      this.spectrum.address,
      this.spectrum.pitchBytes,
      this.#transform.length,
      this.#radices,
      this.#transform.radices.length,
      this.#twiddles,
      ROW_BYTES,
    );
  }

  forwardInPlace(): void {
    const { address, pitchBytes } = this.spectrum;
    this.forward(address, 2 * pitchBytes, address + pitchBytes, 2 * pitchBytes);
  }

  inverse(
    delta: number,
    discard: number,
    real: number,
    realRows: number,
    imaginary: number,
    imaginaryRows: number,
    rowStride: number,
    destinationPitchBytes: number,
  ): void {
    this.#module.exports[`inverse_${this.#suffix}`]!(
      this.spectrum.address,
      this.spectrum.pitchBytes,
      this.#transform.length,
      this.#radices,
      this.#transform.radices.length,
      this.#twiddlesEnd,
      ROW_BYTES,
      delta,
      discard,
      real,
      realRows,
      imaginary,
      imaginaryRows,
      rowStride,
      destinationPitchBytes,
    );
  }

  /** Nothing is to be discarded, so address 0 stands for it. */
  inverseInPlace(delta: number): void {
    const { address, pitchBytes } = this.spectrum;
    const { length } = this.#transform;
    this.inverse(delta, 0, address, length, address + pitchBytes, length, 1, 2 * pitchBytes);
  }
}

function scaled({ width, real, imaginary }: Columns, factor: number, delta: number): Columns {
  const scale = (value: number) => value * factor + delta;
  return { width, real: real.map(scale), imaginary: imaginary.map(scale) };
}

for (const module of modules) {
  for (const float of floats) {
    const { suffix } = float;
    const u = suffix === 'f32' ? 2 ** -24 : 2 ** -53;
    const bound = (length: number) => u * Math.log2(length);

    describe(`forward_${suffix} of ${module.name}`, () => {
      for (const transform of planned) {
        const { length } = transform;
        it(`length ${length}, from elsewhere`, () => {
          const { x, spectrum } = transformPair(length);
          const setting = new Setting(module, float, transform);
          const real = setting.matrix(length, 1);
          const imaginary = setting.matrix(length, 2);
          for (let row = 0; row < length; row++) {
            const [begin, end] = [row * x.width, row * x.width + setting.columns];
            real.write(row, x.real.subarray(begin, end));
            imaginary.write(row, x.imaginary.subarray(begin, end));
          }
          const stray = setting.bench.strays(setting.spectrum.regions, () => {
            setting.forward(real.address, real.pitchBytes, imaginary.address, imaginary.pitchBytes);
          });
          expect(stray).toBe(false);
          const expected = reordered(spectrum, frequencies(transform));
          expect(relativeError(setting.written, expected)).toBeLessThan(bound(length));
        });
      }

      for (const transform of some) {
        const { length } = transform;
        it(`length ${length}, a tone on the row of its frequency`, () => {
          const order = frequencies(transform);
          const { columns } = new Setting(module, float, transform);
          for (let first = 0; first < length; first += columns) {
            const setting = new Setting(module, float, transform);
            const frequency = (x: number) => (first + x) % length;
            const angle = (i: number) =>
              (2 * Math.PI * ((Math.floor(i / columns) * frequency(i % columns)) % length)) / length;
            const elements = { length: length * columns };
            setting.write({
              width: columns,
              real: Float64Array.from(elements, (_, i) => Math.cos(angle(i))),
              imaginary: Float64Array.from(elements, (_, i) => Math.sin(angle(i))),
            });
            setting.forwardInPlace();
            const { real, imaginary } = setting.written;
            for (let i = 0; i < elements.length; i++) {
              const row = Math.floor(i / columns);
              const peak = order[row] === frequency(i % columns) ? length : 0;
              expect(Math.hypot(real[i]! - peak, imaginary[i]!)).toBeLessThan(length * 8 * u);
            }
          }
        });

        it(`length ${length}, with a row of zeros for the imaginary part`, () => {
          const { x, spectrum } = transformPair(length);
          const setting = new Setting(module, float, transform);
          const real = setting.matrix(length, 0);
          for (let row = 0; row < length; row++) {
            real.write(row, x.real.subarray(row * x.width, row * x.width + setting.columns));
          }
          const zeros = setting.matrix(1, 0);
          zeros.fill(() => 0);
          const stray = setting.bench.strays(setting.spectrum.regions, () => {
            setting.forward(real.address, real.pitchBytes, zeros.address, 0);
          });
          expect(stray).toBe(false);
          const expected = reordered(evenPart(spectrum), frequencies(transform));
          expect(relativeError(setting.written, expected)).toBeLessThan(2 * bound(length));
        });
      }
    });

    describe(`inverse_${suffix} of ${module.name}`, () => {
      for (const transform of planned) {
        const { length } = transform;
        it(`length ${length}, in place`, () => {
          const { x, spectrum } = transformPair(length);
          const setting = new Setting(module, float, transform);
          setting.write(reordered(spectrum, frequencies(transform)));
          const stray = setting.bench.strays(setting.spectrum.regions, () => setting.inverseInPlace(0));
          expect(stray).toBe(false);
          expect(relativeError(setting.written, scaled(x, length, 0))).toBeLessThan(bound(length));
        });

        it(`length ${length}, there and back, delta added`, () => {
          const { x } = transformPair(length);
          const setting = new Setting(module, float, transform);
          setting.write(x);
          const stray = setting.bench.strays(setting.spectrum.regions, () => {
            setting.forwardInPlace();
            setting.inverseInPlace(length / 2);
          });
          expect(stray).toBe(false);
          const expected = scaled(x, length, length / 2);
          expect(relativeError(setting.written, expected)).toBeLessThan(2 * bound(length));
        });
      }

      for (const transform of some) {
        const { length } = transform;
        const rowCounts = [0, 1, length / 4 - 1, length / 2, length / 2 + 1, length];
        for (const rowStride of [1, 2, 3]) {
          it(`length ${length}, every row of ${rowStride}, as many as wanted`, () => {
            const whole = new Setting(module, float, transform);
            const values = whole.spectrum.fill(random(length));
            whole.inverseInPlace(0.75);
            const inPlace = values.map((_, row) => whole.spectrum.read(row));
            for (const realRows of rowCounts) {
              for (const imaginaryRows of rowCounts) {
                checkRows(transform, values, inPlace, rowStride, realRows, imaginaryRows);
              }
            }
          });
        }
      }

      function checkRows(
        transform: Transform,
        values: readonly number[][],
        inPlace: readonly number[][],
        rowStride: number,
        realRows: number,
        imaginaryRows: number,
      ): void {
        const setting = new Setting(module, float, transform);
        values.forEach((row, i) => {
          setting.spectrum.write(i, row);
        });
        const real = setting.matrix(Math.ceil(realRows / rowStride), 5);
        const imaginary = setting.matrix(Math.ceil(imaginaryRows / rowStride), 5);
        const discard = setting.matrix(1, 0);
        const regions = [setting.spectrum, real, imaginary, discard].flatMap((matrix) => matrix.regions);
        const stray = setting.bench.strays(regions, () => {
          setting.inverse(
            0.75,
            discard.address,
            real.address,
            realRows,
            imaginary.address,
            imaginaryRows,
            rowStride,
            real.pitchBytes,
          );
        });
        const where = `${realRows} real rows, ${imaginaryRows} imaginary ones`;
        expect(stray, where).toBe(false);
        for (let row = 0; row < real.rows; row++) {
          expect(real.read(row), where).toEqual(inPlace[2 * row * rowStride]);
        }
        for (let row = 0; row < imaginary.rows; row++) {
          expect(imaginary.read(row), where).toEqual(inPlace[2 * row * rowStride + 1]);
        }
      }
    });
  }
}

/** The transform of the real part of x, (X[f] + conj X[-f]) / 2. */
function evenPart({ width, real, imaginary }: Columns): Columns {
  const length = real.length / width;
  const mirrored = (i: number) => ((length - Math.floor(i / width)) % length) * width + (i % width);
  return {
    width,
    real: real.map((value, i) => (value + real[mirrored(i)]!) / 2),
    imaginary: imaginary.map((value, i) => (value - imaginary[mirrored(i)]!) / 2),
  };
}
