import { expose, transfer } from 'comlink';
import type { Benchmark } from '../benchmark/protocol.ts';
import { createEngine } from './engine.ts';

const engine = createEngine();

expose({
  ...engine,
  show: async (...scene: Parameters<typeof engine.show>) => {
    const shown = await engine.show(...scene);
    return transfer(shown, [shown.picture.rgba.buffer, shown.result.rgba.buffer]);
  },
  // In this worker, so that one script has the package; loaded when it is asked for.
  measure: async (...request: Parameters<Benchmark['measure']>) => {
    const { measure } = await import('../benchmark/measure.ts');
    return measure(...request);
  },
});
