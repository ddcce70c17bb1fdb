import { backendRates } from '../plan/rates.ts';

/** With relaxed SIMD: see `agreedRates`. */
export const relaxedRates = /* @__PURE__ */ backendRates(
  {
    call: [2600, 2800],
    row: [30, 30],
    move: [0.19, 0.49],
    far: [0.14, 0.14],
    tap: [0.045, 0.095],
    shortTap: [0.81, 0.81],
    passTap: [0.052, 0.085],
    running: [1.9, 1.8],
    transform: [0.12, 0.18],
    complexTap: [0.19, 0.37],
    transpose: [2.1, 4.9],
  },
  { call: 3000, element: 0.25, short: 0.038, dot: 0.075, rounded: 0.065, box: 0.5 },
  { float32: 0.3, fixed: 0.1, tie: 35, tap: 0.35 },
);
