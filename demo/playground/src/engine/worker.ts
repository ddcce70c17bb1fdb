import { expose, transfer } from 'comlink';
import { createEngine } from './engine.ts';
import { keepBytes } from './pictures.ts';
import type { Engine } from './protocol.ts';

const engine = createEngine();

const exposed: Engine = {
  ...engine,
  show: async (scene, spares) => {
    const answer = await engine.show(keepBytes(scene), spares);
    const pixels = answer.picture ? [answer.picture.rgba.buffer] : [];
    return transfer(answer, [...pixels, answer.result.rgba.buffer]);
  },
  time: (scene, backend) => engine.time(keepBytes(scene), backend),
};

expose(exposed);
