import { backendRates } from '../plan/rates.ts';

/** See `agreedRates`. Transforms are float64 for both types, so they have one rate. */
export const jsRates = /* @__PURE__ */ backendRates(
  {
    call: [3000, 3000],
    row: [20, 20],
    move: [1.9, 1.8],
    far: [0, 0],
    tap: [0.89, 0.55],
    shortTap: [1.157, 0.715],
    passTap: [1.1, 0.75],
    running: [3.5, 5],
    transform: [0.87, 0.87],
    complexTap: [2.3, 2.5],
    transpose: [16, 20],
  },
  { box: 3, rounded: 2.5 },
  null,
);
