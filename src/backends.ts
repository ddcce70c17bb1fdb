/* The backends of the entry that has all of them, and what their memory is shared by. */
import { createApi } from './call/api.ts';
import { createPixels } from './call/pixels.ts';
import { jsLoader } from './js/backend.ts';
import { pictures } from './js/pictures.ts';
import { relaxedLoader, wasmLoader } from './wasm/backend.ts';

export const pixels = /* @__PURE__ */ createPixels(pictures);
export const api = /* @__PURE__ */ createApi(jsLoader, [relaxedLoader, wasmLoader], pixels);
