import { expose, transfer } from 'comlink';
import type { Benchmark } from '../benchmark/protocol.ts';
import { createEngine } from './engine.ts';
import { keepBytes } from './pictures.ts';
import type { Engine } from './protocol.ts';

const engine = createEngine();

const exposed: Engine & Benchmark = {
  ...engine,
  show: async (scene, spares) => {
    const answer = await engine.show(keepBytes(scene), spares);
    const pixels = answer.picture ? [answer.picture.rgba.buffer] : [];
    return transfer(answer, [...pixels, answer.result.rgba.buffer]);
  },
  time: (scene, backend) => engine.time(keepBytes(scene), backend),
  // In this worker, so that one script has the package; loaded when it is asked for.
  measure: async (...request) => {
    const { measure } = await import('../benchmark/measure.ts');
    return measure(...request);
  },
};

expose(exposed);
