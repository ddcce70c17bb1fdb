import { direct } from './kernels/direct';
import { flip } from './kernels/flip';
import { narrow } from './kernels/narrow';
import { pad } from './kernels/pad';
import { split } from './kernels/split';

// Every export of the module, named kernel_storage_accumulator, kernel_accumulator_storage or kernel_accumulator.

export function flip_f32(source: usize, count: i32, destination: usize): void { flip<f32>(source, count, destination); }
export function flip_f64(source: usize, count: i32, destination: usize): void { flip<f64>(source, count, destination); }

export function split_f32(source: usize, pixels: i32, channels: i32, phases: i32, destination: usize, phasePitchBytes: usize): void { split<f32>(source, pixels, channels, phases, destination, phasePitchBytes); }
export function split_f64(source: usize, pixels: i32, channels: i32, phases: i32, destination: usize, phasePitchBytes: usize): void { split<f64>(source, pixels, channels, phases, destination, phasePitchBytes); }

export function direct_f32(source: usize, rowStepBytes: usize, tapRowStepBytes: usize, columnStepBytes: usize, columnOffsets: usize, taps: usize, tapRows: i32, tapColumns: i32, delta: f32, destination: usize, rows: i32, count: i32): void { direct<f32>(source, rowStepBytes, tapRowStepBytes, columnStepBytes, columnOffsets, taps, tapRows, tapColumns, delta, destination, rows, count); }
export function direct_f64(source: usize, rowStepBytes: usize, tapRowStepBytes: usize, columnStepBytes: usize, columnOffsets: usize, taps: usize, tapRows: i32, tapColumns: i32, delta: f64, destination: usize, rows: i32, count: i32): void { direct<f64>(source, rowStepBytes, tapRowStepBytes, columnStepBytes, columnOffsets, taps, tapRows, tapColumns, delta, destination, rows, count); }

export function pad_f32_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<f32, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_f64_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<f64, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u8_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<u8, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i8_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<i8, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u16_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<u16, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i16_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<i16, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u32_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<u32, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i32_f32(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f32, destination: usize, destinationPitchBytes: usize): void { pad<i32, f32>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_f32_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<f32, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_f64_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<f64, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u8_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<u8, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i8_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<i8, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u16_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<u16, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i16_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<i16, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_u32_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<u32, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }
export function pad_i32_f64(source: usize, sourcePitchBytes: usize, rows: i32, count: i32, left: usize, leftCount: i32, right: usize, rightCount: i32, fill: f64, destination: usize, destinationPitchBytes: usize): void { pad<i32, f64>(source, sourcePitchBytes, rows, count, left, leftCount, right, rightCount, fill, destination, destinationPitchBytes); }

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
