import { Float } from '../lanes/float';

/*
 * The steps of a Fourier transform over whole rows. Each reads `radix` rows that lie `stepBytes` apart; the imaginary part of a
 * row lies `pitchBytes` behind its real part. A forward step multiplies by the twiddle factors after the small transform, an
 * inverse step by their conjugates before it. Factors of 1 are not skipped.
 */

const HALF_ROOT_3: f64 = 0.8660254037844386;

export function forward4<T>(
  real: usize,
  realStepBytes: usize,
  imaginary: usize,
  imaginaryStepBytes: usize,
  destination: usize,
  pitchBytes: usize,
  stepBytes: usize,
  twiddle: usize,
  rowBytes: usize,
): void {
  const w1r = v128.load_splat<T>(twiddle);
  const w1i = v128.load_splat<T>(twiddle, sizeof<T>());
  const w2r = v128.load_splat<T>(twiddle, 2 * sizeof<T>());
  const w2i = v128.load_splat<T>(twiddle, 3 * sizeof<T>());
  const w3r = v128.load_splat<T>(twiddle, 4 * sizeof<T>());
  const w3i = v128.load_splat<T>(twiddle, 5 * sizeof<T>());
  for (const end = real + rowBytes; real < end; real += 16, imaginary += 16, destination += 16) {
    const ar = v128.load(real);
    const br = v128.load(real + realStepBytes);
    const cr = v128.load(real + 2 * realStepBytes);
    const dr = v128.load(real + 3 * realStepBytes);
    const ai = v128.load(imaginary);
    const bi = v128.load(imaginary + imaginaryStepBytes);
    const ci = v128.load(imaginary + 2 * imaginaryStepBytes);
    const di = v128.load(imaginary + 3 * imaginaryStepBytes);
    const sr = v128.add<T>(ar, cr);
    const si = v128.add<T>(ai, ci);
    const tr = v128.sub<T>(ar, cr);
    const ti = v128.sub<T>(ai, ci);
    const ur = v128.add<T>(br, dr);
    const ui = v128.add<T>(bi, di);
    const vr = v128.sub<T>(br, dr);
    const vi = v128.sub<T>(bi, di);
    v128.store(destination, v128.add<T>(sr, ur));
    v128.store(destination + pitchBytes, v128.add<T>(si, ui));
    const y1r = v128.add<T>(tr, vi);
    const y1i = v128.sub<T>(ti, vr);
    const to1 = destination + stepBytes;
    v128.store(to1, Float.multiplySubtract<T>(w1i, y1i, v128.mul<T>(w1r, y1r)));
    v128.store(to1 + pitchBytes, Float.multiplyAdd<T>(w1i, y1r, v128.mul<T>(w1r, y1i)));
    const y2r = v128.sub<T>(sr, ur);
    const y2i = v128.sub<T>(si, ui);
    const to2 = to1 + stepBytes;
    v128.store(to2, Float.multiplySubtract<T>(w2i, y2i, v128.mul<T>(w2r, y2r)));
    v128.store(to2 + pitchBytes, Float.multiplyAdd<T>(w2i, y2r, v128.mul<T>(w2r, y2i)));
    const y3r = v128.sub<T>(tr, vi);
    const y3i = v128.add<T>(ti, vr);
    const to3 = to2 + stepBytes;
    v128.store(to3, Float.multiplySubtract<T>(w3i, y3i, v128.mul<T>(w3r, y3r)));
    v128.store(to3 + pitchBytes, Float.multiplyAdd<T>(w3i, y3r, v128.mul<T>(w3r, y3i)));
  }
}

/** Adds `delta` and writes the real parts to rows `a` to `d`, the imaginary parts to rows `e` to `h`. */
export function inverse4<T>(
  spectrum: usize,
  pitchBytes: usize,
  stepBytes: usize,
  twiddle: usize,
  delta: T,
  rowBytes: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  g: usize,
  h: usize,
): void {
  const w1r = v128.load_splat<T>(twiddle);
  const w1i = v128.load_splat<T>(twiddle, sizeof<T>());
  const w2r = v128.load_splat<T>(twiddle, 2 * sizeof<T>());
  const w2i = v128.load_splat<T>(twiddle, 3 * sizeof<T>());
  const w3r = v128.load_splat<T>(twiddle, 4 * sizeof<T>());
  const w3i = v128.load_splat<T>(twiddle, 5 * sizeof<T>());
  const offset = v128.splat<T>(delta);
  for (let x: usize = 0; x < rowBytes; x += 16) {
    const p0 = spectrum + x;
    const p1 = p0 + stepBytes;
    const p2 = p1 + stepBytes;
    const p3 = p2 + stepBytes;
    // Every result below contains y0, so `delta` is added once, here.
    const y0r = v128.add<T>(v128.load(p0), offset);
    const y0i = v128.add<T>(v128.load(p0 + pitchBytes), offset);
    const x2r = v128.load(p2);
    const x2i = v128.load(p2 + pitchBytes);
    const y2r = Float.multiplyAdd<T>(w2i, x2i, v128.mul<T>(w2r, x2r));
    const y2i = Float.multiplySubtract<T>(w2i, x2r, v128.mul<T>(w2r, x2i));
    const sr = v128.add<T>(y0r, y2r);
    const si = v128.add<T>(y0i, y2i);
    const tr = v128.sub<T>(y0r, y2r);
    const ti = v128.sub<T>(y0i, y2i);
    const x1r = v128.load(p1);
    const x1i = v128.load(p1 + pitchBytes);
    const y1r = Float.multiplyAdd<T>(w1i, x1i, v128.mul<T>(w1r, x1r));
    const y1i = Float.multiplySubtract<T>(w1i, x1r, v128.mul<T>(w1r, x1i));
    const x3r = v128.load(p3);
    const x3i = v128.load(p3 + pitchBytes);
    const y3r = Float.multiplyAdd<T>(w3i, x3i, v128.mul<T>(w3r, x3r));
    const y3i = Float.multiplySubtract<T>(w3i, x3r, v128.mul<T>(w3r, x3i));
    const ur = v128.add<T>(y1r, y3r);
    const ui = v128.add<T>(y1i, y3i);
    const vr = v128.sub<T>(y1r, y3r);
    const vi = v128.sub<T>(y1i, y3i);
    v128.store(a + x, v128.add<T>(sr, ur));
    v128.store(e + x, v128.add<T>(si, ui));
    v128.store(b + x, v128.sub<T>(tr, vi));
    v128.store(f + x, v128.add<T>(ti, vr));
    v128.store(c + x, v128.sub<T>(sr, ur));
    v128.store(g + x, v128.sub<T>(si, ui));
    v128.store(d + x, v128.add<T>(tr, vi));
    v128.store(h + x, v128.sub<T>(ti, vr));
  }
}

export function forward3<T>(
  at: usize,
  pitchBytes: usize,
  stepBytes: usize,
  twiddle: usize,
  rowBytes: usize,
): void {
  const w1r = v128.load_splat<T>(twiddle);
  const w1i = v128.load_splat<T>(twiddle, sizeof<T>());
  const w2r = v128.load_splat<T>(twiddle, 2 * sizeof<T>());
  const w2i = v128.load_splat<T>(twiddle, 3 * sizeof<T>());
  const half = v128.splat<T>(<T>0.5);
  const root = v128.splat<T>(<T>HALF_ROOT_3);
  for (const end = at + rowBytes; at < end; at += 16) {
    const at1 = at + stepBytes;
    const at2 = at1 + stepBytes;
    const ar = v128.load(at);
    const ai = v128.load(at + pitchBytes);
    const br = v128.load(at1);
    const bi = v128.load(at1 + pitchBytes);
    const cr = v128.load(at2);
    const ci = v128.load(at2 + pitchBytes);
    const sr = v128.add<T>(br, cr);
    const si = v128.add<T>(bi, ci);
    const dr = v128.mul<T>(root, v128.sub<T>(br, cr));
    const di = v128.mul<T>(root, v128.sub<T>(bi, ci));
    v128.store(at, v128.add<T>(ar, sr));
    v128.store(at + pitchBytes, v128.add<T>(ai, si));
    const tr = Float.multiplySubtract<T>(half, sr, ar);
    const ti = Float.multiplySubtract<T>(half, si, ai);
    const y1r = v128.add<T>(tr, di);
    const y1i = v128.sub<T>(ti, dr);
    v128.store(at1, Float.multiplySubtract<T>(w1i, y1i, v128.mul<T>(w1r, y1r)));
    v128.store(at1 + pitchBytes, Float.multiplyAdd<T>(w1i, y1r, v128.mul<T>(w1r, y1i)));
    const y2r = v128.sub<T>(tr, di);
    const y2i = v128.add<T>(ti, dr);
    v128.store(at2, Float.multiplySubtract<T>(w2i, y2i, v128.mul<T>(w2r, y2r)));
    v128.store(at2 + pitchBytes, Float.multiplyAdd<T>(w2i, y2r, v128.mul<T>(w2r, y2i)));
  }
}

export function inverse3<T>(
  at: usize,
  pitchBytes: usize,
  stepBytes: usize,
  twiddle: usize,
  rowBytes: usize,
): void {
  const w1r = v128.load_splat<T>(twiddle);
  const w1i = v128.load_splat<T>(twiddle, sizeof<T>());
  const w2r = v128.load_splat<T>(twiddle, 2 * sizeof<T>());
  const w2i = v128.load_splat<T>(twiddle, 3 * sizeof<T>());
  const half = v128.splat<T>(<T>0.5);
  const root = v128.splat<T>(<T>HALF_ROOT_3);
  for (const end = at + rowBytes; at < end; at += 16) {
    const at1 = at + stepBytes;
    const at2 = at1 + stepBytes;
    const ar = v128.load(at);
    const ai = v128.load(at + pitchBytes);
    const x1r = v128.load(at1);
    const x1i = v128.load(at1 + pitchBytes);
    const x2r = v128.load(at2);
    const x2i = v128.load(at2 + pitchBytes);
    const br = Float.multiplyAdd<T>(w1i, x1i, v128.mul<T>(w1r, x1r));
    const bi = Float.multiplySubtract<T>(w1i, x1r, v128.mul<T>(w1r, x1i));
    const cr = Float.multiplyAdd<T>(w2i, x2i, v128.mul<T>(w2r, x2r));
    const ci = Float.multiplySubtract<T>(w2i, x2r, v128.mul<T>(w2r, x2i));
    const sr = v128.add<T>(br, cr);
    const si = v128.add<T>(bi, ci);
    const dr = v128.mul<T>(root, v128.sub<T>(br, cr));
    const di = v128.mul<T>(root, v128.sub<T>(bi, ci));
    v128.store(at, v128.add<T>(ar, sr));
    v128.store(at + pitchBytes, v128.add<T>(ai, si));
    const tr = Float.multiplySubtract<T>(half, sr, ar);
    const ti = Float.multiplySubtract<T>(half, si, ai);
    v128.store(at1, v128.sub<T>(tr, di));
    v128.store(at1 + pitchBytes, v128.add<T>(ti, dr));
    v128.store(at2, v128.add<T>(tr, di));
    v128.store(at2 + pitchBytes, v128.sub<T>(ti, dr));
  }
}

/** x, y -> x + y, x - y, in both directions. A radix of 2 is always the last step, whose twiddle factors are all 1. */
export function both2<T>(at: usize, pitchBytes: usize, stepBytes: usize, rowBytes: usize): void {
  sumAndDifference<T>(at, stepBytes, rowBytes);
  sumAndDifference<T>(at + pitchBytes, stepBytes, rowBytes);
}

function sumAndDifference<T>(at: usize, stepBytes: usize, rowBytes: usize): void {
  for (const end = at + rowBytes; at < end; at += 16) {
    const a = v128.load(at);
    const b = v128.load(at + stepBytes);
    v128.store(at, v128.add<T>(a, b));
    v128.store(at + stepBytes, v128.sub<T>(a, b));
  }
}
