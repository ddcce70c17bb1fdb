import type { BackendInfo, BackendName, Explanation, UnavailableReason } from 'convolve-wasm';

export const methodNames: { readonly [method in Explanation['method']]: string } = {
  direct: 'Direct sums',
  separable: 'Separable passes',
  fft: 'Fourier transforms',
  multirate: 'A Gaussian at several rates',
};

export const backendNames: { readonly [backend in BackendName]: string } = {
  'wasm-relaxed': 'WebAssembly with relaxed SIMD',
  wasm: 'WebAssembly with SIMD',
  js: 'JavaScript',
};

const reasons: { readonly [reason in UnavailableReason]: string } = {
  'no-webassembly': 'this browser has no WebAssembly',
  'no-simd': 'this browser has WebAssembly, but without SIMD',
  'no-relaxed-simd': 'this browser has no relaxed SIMD',
  'forbidden-by-policy': "this page's security policy forbids WebAssembly",
  'failed-to-start': 'it failed to start',
  'self-check-failed': 'it failed its self-check',
  'not-included': 'it is not included in this page',
  'not-initialized': 'it is not ready yet',
};

/** Why a backend does not serve, without a full stop; null if it does. */
export function reasonAgainst(backend: BackendName, { backends }: BackendInfo): string | null {
  const { available, reason } = backends[backend];
  return available || reason === undefined ? null : reasons[reason];
}

/** Why JavaScript serves in place of WebAssembly, without a full stop; null where WebAssembly serves. */
export function fallbackReason(info: BackendInfo): string | null {
  return info.backend === 'js' ? (reasonAgainst('wasm', info) ?? info.reason) : null;
}

export function milliseconds(time: number): string {
  return time < 10 ? `${Number(time.toPrecision(2))} ms` : `${Math.round(time)} ms`;
}

export function kibibytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

const times = (ratio: number) => `${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} times`;

/** How two times compare, as a sentence without a full stop; `other` is that of JavaScript. */
export function comparison(backend: string, time: number, other: number): string {
  const ratio = other / time;
  if (ratio >= 1.05) return `${backend} is ${times(ratio)} as fast as JavaScript`;
  if (ratio <= 0.95) return `JavaScript is ${times(1 / ratio)} as fast as ${backend}`;
  return `${backend} and JavaScript take equally long`;
}

/** How far results may be off before they are rounded to integers. */
export function errorBound({ errorBound: bound, sumOfTaps }: Explanation): string {
  if (bound === 0) return 'none: the result is exact';
  return `at most ${(bound * sumOfTaps).toExponential(1)} times the greatest magnitude in the picture`;
}
