import { clear } from './kernels/clear';
import { complexRows } from './kernels/complex-rows';
import { direct } from './kernels/direct';
import { flip } from './kernels/flip';
import { forward, inverse } from './kernels/fourier';
import { magnitude } from './kernels/magnitude';
import { narrow } from './kernels/narrow';
import { pad } from './kernels/pad';
import { pick } from './kernels/pick';
import { round } from './kernels/round';
import { separable } from './kernels/separable';
import { conjugate, multiply } from './kernels/spectra';
import { split } from './kernels/split';
import { gather, scatter } from './kernels/transpose';

// Every export of the module, named kernel_storage_accumulator, kernel_accumulator_storage or kernel_accumulator.

export function flip_f32(source: usize, count: i32, destination: usize): void { flip<f32>(source, count, destination); }
export function flip_f64(source: usize, count: i32, destination: usize): void { flip<f64>(source, count, destination); }

export function split_f32(source: usize, pixels: i32, channels: i32, phases: i32, destination: usize, phasePitchBytes: usize): void { split<f32>(source, pixels, channels, phases, destination, phasePitchBytes); }
export function split_f64(source: usize, pixels: i32, channels: i32, phases: i32, destination: usize, phasePitchBytes: usize): void { split<f64>(source, pixels, channels, phases, destination, phasePitchBytes); }

export function direct_f32(source: usize, rowStepBytes: usize, tapRowStepBytes: usize, columnStepBytes: usize, columnOffsets: usize, taps: usize, tapRows: i32, tapColumns: i32, delta: f32, destination: usize, destinationPitchBytes: usize, rows: i32, count: i32): void { direct<f32>(source, rowStepBytes, tapRowStepBytes, columnStepBytes, columnOffsets, taps, tapRows, tapColumns, delta, destination, destinationPitchBytes, rows, count); }
export function direct_f64(source: usize, rowStepBytes: usize, tapRowStepBytes: usize, columnStepBytes: usize, columnOffsets: usize, taps: usize, tapRows: i32, tapColumns: i32, delta: f64, destination: usize, destinationPitchBytes: usize, rows: i32, count: i32): void { direct<f64>(source, rowStepBytes, tapRowStepBytes, columnStepBytes, columnOffsets, taps, tapRows, tapColumns, delta, destination, destinationPitchBytes, rows, count); }

export function pad_f32_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<f32, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_f64_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<f64, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u8_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<u8, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i8_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<i8, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u16_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<u16, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i16_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<i16, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u32_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<u32, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i32_f32(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<i32, f32>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_f32_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<f32, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_f64_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<f64, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u8_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<u8, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i8_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<i8, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u16_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<u16, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i16_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<i16, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u32_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<u32, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i32_f64(source: usize, sourcePitchBytes: usize, rows: i32, first: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<i32, f64>(source, sourcePitchBytes, rows, first, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }

export function narrow_f32_u8(source: usize, count: i32, destination: usize): void { narrow<f32, u8>(source, count, destination); }
export function narrow_f32_i8(source: usize, count: i32, destination: usize): void { narrow<f32, i8>(source, count, destination); }
export function narrow_f32_u16(source: usize, count: i32, destination: usize): void { narrow<f32, u16>(source, count, destination); }
export function narrow_f32_i16(source: usize, count: i32, destination: usize): void { narrow<f32, i16>(source, count, destination); }
export function narrow_f32_u32(source: usize, count: i32, destination: usize): void { narrow<f32, u32>(source, count, destination); }
export function narrow_f32_i32(source: usize, count: i32, destination: usize): void { narrow<f32, i32>(source, count, destination); }
export function narrow_f64_u8(source: usize, count: i32, destination: usize): void { narrow<f64, u8>(source, count, destination); }
export function narrow_f64_i8(source: usize, count: i32, destination: usize): void { narrow<f64, i8>(source, count, destination); }
export function narrow_f64_u16(source: usize, count: i32, destination: usize): void { narrow<f64, u16>(source, count, destination); }
export function narrow_f64_i16(source: usize, count: i32, destination: usize): void { narrow<f64, i16>(source, count, destination); }
export function narrow_f64_u32(source: usize, count: i32, destination: usize): void { narrow<f64, u32>(source, count, destination); }
export function narrow_f64_i32(source: usize, count: i32, destination: usize): void { narrow<f64, i32>(source, count, destination); }

export function separable_f32(source: usize, stepBytes: usize, count: i32, columnTaps: usize, columnTapCount: i32, between: usize, betweenPitchBytes: usize, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, rowTaps: usize, rowTapCount: i32, columnStepBytes: usize, delta: f32, destination: usize, destinationPitchBytes: usize, rows: i32, resultCount: i32): f32 { return separable<f32>(source, stepBytes, count, columnTaps, columnTapCount, between, betweenPitchBytes, left, leftCount, right, rightCount, fill, rowTaps, rowTapCount, columnStepBytes, delta, destination, destinationPitchBytes, rows, resultCount); }
export function separable_f64(source: usize, stepBytes: usize, count: i32, columnTaps: usize, columnTapCount: i32, between: usize, betweenPitchBytes: usize, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, rowTaps: usize, rowTapCount: i32, columnStepBytes: usize, delta: f64, destination: usize, destinationPitchBytes: usize, rows: i32, resultCount: i32): f64 { return separable<f64>(source, stepBytes, count, columnTaps, columnTapCount, between, betweenPitchBytes, left, leftCount, right, rightCount, fill, rowTaps, rowTapCount, columnStepBytes, delta, destination, destinationPitchBytes, rows, resultCount); }

export function forward_f32(real: usize, realPitchBytes: usize, imaginary: usize, imaginaryPitchBytes: usize, spectrum: usize, pitchBytes: usize, length: i32, radices: usize, steps: i32, twiddles: usize, rowBytes: usize): void { forward<f32>(real, realPitchBytes, imaginary, imaginaryPitchBytes, spectrum, pitchBytes, length, radices, steps, twiddles, rowBytes); }
export function forward_f64(real: usize, realPitchBytes: usize, imaginary: usize, imaginaryPitchBytes: usize, spectrum: usize, pitchBytes: usize, length: i32, radices: usize, steps: i32, twiddles: usize, rowBytes: usize): void { forward<f64>(real, realPitchBytes, imaginary, imaginaryPitchBytes, spectrum, pitchBytes, length, radices, steps, twiddles, rowBytes); }
export function inverse_f32(spectrum: usize, pitchBytes: usize, length: i32, radices: usize, steps: i32, twiddlesEnd: usize, rowBytes: usize, delta: f32, discard: usize, real: usize, realRows: i32, imaginary: usize, imaginaryRows: i32, rowStride: i32, destinationPitchBytes: usize): void { inverse<f32>(spectrum, pitchBytes, length, radices, steps, twiddlesEnd, rowBytes, delta, discard, real, realRows, imaginary, imaginaryRows, rowStride, destinationPitchBytes); }
export function inverse_f64(spectrum: usize, pitchBytes: usize, length: i32, radices: usize, steps: i32, twiddlesEnd: usize, rowBytes: usize, delta: f64, discard: usize, real: usize, realRows: i32, imaginary: usize, imaginaryRows: i32, rowStride: i32, destinationPitchBytes: usize): void { inverse<f64>(spectrum, pitchBytes, length, radices, steps, twiddlesEnd, rowBytes, delta, discard, real, realRows, imaginary, imaginaryRows, rowStride, destinationPitchBytes); }

export function complexRows_f32(spectrum: usize, pitchBytes: usize, rowTable: usize, rows: i32, taps: usize, tapColumns: i32, columnStepBytes: usize, rowBytes: usize): void { complexRows<f32>(spectrum, pitchBytes, rowTable, rows, taps, tapColumns, columnStepBytes, rowBytes); }
export function complexRows_f64(spectrum: usize, pitchBytes: usize, rowTable: usize, rows: i32, taps: usize, tapColumns: i32, columnStepBytes: usize, rowBytes: usize): void { complexRows<f64>(spectrum, pitchBytes, rowTable, rows, taps, tapColumns, columnStepBytes, rowBytes); }
export function gather_f32(spectrum: usize, pitchBytes: usize, rowTable: usize, groupBytes: usize, columns: i32, lines: usize): void { gather<f32>(spectrum, pitchBytes, rowTable, groupBytes, columns, lines); }
export function gather_f64(spectrum: usize, pitchBytes: usize, rowTable: usize, groupBytes: usize, columns: i32, lines: usize): void { gather<f64>(spectrum, pitchBytes, rowTable, groupBytes, columns, lines); }
export function scatter_f32(lines: usize, groupBytes: usize, columns: i32, spectrum: usize, pitchBytes: usize, rowTable: usize): void { scatter<f32>(lines, groupBytes, columns, spectrum, pitchBytes, rowTable); }
export function scatter_f64(lines: usize, groupBytes: usize, columns: i32, spectrum: usize, pitchBytes: usize, rowTable: usize): void { scatter<f64>(lines, groupBytes, columns, spectrum, pitchBytes, rowTable); }
export function multiply_f32(rows: usize, other: usize, groupBytes: usize, count: i32): void { multiply<f32>(rows, other, groupBytes, count); }
export function multiply_f64(rows: usize, other: usize, groupBytes: usize, count: i32): void { multiply<f64>(rows, other, groupBytes, count); }
export function conjugate_f32(spectrum: usize, pitchBytes: usize, rowTable: usize, pairs: i32, rowBytes: usize): void { conjugate<f32>(spectrum, pitchBytes, rowTable, pairs, rowBytes); }
export function conjugate_f64(spectrum: usize, pitchBytes: usize, rowTable: usize, pairs: i32, rowBytes: usize): void { conjugate<f64>(spectrum, pitchBytes, rowTable, pairs, rowBytes); }

export function magnitude_f32(source: usize, pitchBytes: usize, rows: i32, count: i32): f32 { return magnitude<f32>(source, pitchBytes, rows, count); }
export function magnitude_f64(source: usize, pitchBytes: usize, rows: i32, count: i32): f64 { return magnitude<f64>(source, pitchBytes, rows, count); }
export function pick_f32(source: usize, pixels: i32, channels: i32, stride: i32, destination: usize): void { pick<f32>(source, pixels, channels, stride, destination); }
export function pick_f64(source: usize, pixels: i32, channels: i32, stride: i32, destination: usize): void { pick<f64>(source, pixels, channels, stride, destination); }
export function round_f32(at: usize, count: i32): void { round<f32>(at, count); }
export function round_f64(at: usize, count: i32): void { round<f64>(at, count); }
export { clear };
