import { type BackendName, backendInfo } from 'convolve-wasm';

/** Those that work here, the slowest first. */
export function availableBackends(): BackendName[] {
  const { backends } = backendInfo();
  return (['js', 'wasm', 'wasm-relaxed'] as const).filter((name) => backends[name].available);
}
