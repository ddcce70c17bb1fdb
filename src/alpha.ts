import type { Container } from './container.ts';
import { wrongValue } from './errors.ts';
import type { Alpha } from './types.ts';

/** What becomes of the fourth channel. By itself canvas pixels keep it. */
export function alphaOf(alpha: Alpha | undefined, { kind, view }: Container): Alpha {
  if (alpha === undefined) {
    return kind === 'pixels' && view.dtype === 'uint8clamped' && view.channels === 4 ? 'preserve' : 'filter';
  }
  if (alpha !== 'filter' && view.channels !== 4) {
    const got = `"${alpha}" for ${view.channels} channel${view.channels === 1 ? '' : 's'}`;
    throw wrongValue('ERR_OPTION', 'alpha', '"filter", for images without exactly 4 channels', got);
  }
  return alpha;
}
