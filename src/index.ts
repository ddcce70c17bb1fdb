import { createApi } from './api.ts';
import { jsLoader } from './js/backend.ts';
import { relaxedLoader, wasmLoader } from './wasm/backend.ts';

export type { CodedError, ErrorCode } from './errors.ts';
export type * from './types.ts';

const api = /* @__PURE__ */ createApi(jsLoader, [relaxedLoader, wasmLoader]);

export const convolve2d = /* @__PURE__ */ (() => api.convolve2d)();
export const correlate2d = /* @__PURE__ */ (() => api.correlate2d)();
export const backendInfo = /* @__PURE__ */ (() => api.backendInfo)();
