import { wrongKind } from '../base/errors.ts';
import type { Job } from '../call/filter.ts';
import { disposed } from '../call/resident.ts';
import { isGivenBack, latestRelease } from '../io/moving.ts';
import type { View } from '../io/view.ts';

function detached(name: string): TypeError {
  return wrongKind('ERR_DETACHED', name, 'data in memory', 'a detached buffer');
}

/** A buffer that was transferred elsewhere. Views of no elements are not kept. */
function isDetached({ data, rows, columns, channels }: View): boolean {
  return data.length === 0 && rows * columns * channels > 0;
}

/** Whether the memory of a call's image and results is still theirs: others may dispose of it while the call is computed. */
export class Ownership {
  readonly #image: View;
  readonly #results: readonly View[];
  readonly #since = latestRelease();

  constructor({ image, results }: Pick<Job, 'image' | 'results'>) {
    this.#image = image;
    this.#results = results;
  }

  /** @throws `ERR_DISPOSED`, `ERR_DETACHED` */
  check(): void {
    if (isDetached(this.#image)) throw detached('image');
    if (this.#results.some(isDetached)) throw detached('out');
    const isGone = ({ data }: View) => isGivenBack(data, this.#since);
    if (isGone(this.#image)) throw disposed('image');
    if (this.#results.some(isGone)) throw disposed('out');
  }
}
