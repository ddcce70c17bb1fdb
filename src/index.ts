import { createApi } from './api.ts';
import { jsLoader } from './js/backend.ts';
import { relaxedLoader, wasmLoader } from './wasm/backend.ts';

export type { CodedError, ErrorCode } from './errors.ts';
export type * from './types.ts';

const api = /* @__PURE__ */ createApi(jsLoader, [relaxedLoader, wasmLoader]);

export const convolve2d = /* @__PURE__ */ (() => api.convolve2d)();
export const correlate2d = /* @__PURE__ */ (() => api.correlate2d)();
export const backendInfo = /* @__PURE__ */ (() => api.backendInfo)();
export const sepConvolve2d = /* @__PURE__ */ (() => api.sepConvolve2d)();
export const prepare = /* @__PURE__ */ (() => api.prepare)();
export const allocate = /* @__PURE__ */ (() => api.allocate)();
export const explain = /* @__PURE__ */ (() => api.explain)();
