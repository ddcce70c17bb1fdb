import { expose, transfer } from 'comlink';
import { createEngine } from './engine.ts';

const engine = createEngine();

expose({
  ...engine,
  show: async (...scene: Parameters<typeof engine.show>) => {
    const shown = await engine.show(...scene);
    return transfer(shown, [shown.picture.rgba.buffer, shown.result.rgba.buffer]);
  },
});
