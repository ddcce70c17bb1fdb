import type { Job } from '../call/filter.ts';
import { disposed } from '../call/resident.ts';
import { isGivenBack, latestRelease } from '../io/moving.ts';
import type { View } from '../io/view.ts';

/** Whether the memory of a call's image and results is still theirs: others may dispose of it while the call is computed. */
export class Ownership {
  readonly #image: View;
  readonly #results: readonly View[];
  readonly #since = latestRelease();

  constructor({ image, results }: Pick<Job, 'image' | 'results'>) {
    this.#image = image;
    this.#results = results;
  }

  /** @throws `ERR_DISPOSED` */
  check(): void {
    const isGone = ({ data }: View) => isGivenBack(data, this.#since);
    if (isGone(this.#image)) throw disposed('image');
    if (this.#results.some(isGone)) throw disposed('out');
  }
}
