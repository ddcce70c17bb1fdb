import { type BackendLoader, Unavailable } from '../backend/backend.ts';

/** In place of the JavaScript backend, in an entry that is WebAssembly alone. */
export const jsLoader: BackendLoader = {
  name: 'js',
  load() {
    throw new Unavailable('not-included', 'this entry of the package leaves it out');
  },
};
