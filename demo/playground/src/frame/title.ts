import { sampleTitles } from '../picture/samples.ts';
import type { State } from '../state/state.ts';

const site = 'Convolution playground';

/** What a bookmark of this state is called. */
export function titleOf({ tab, kernel, picture }: Pick<State, 'tab' | 'kernel' | 'picture'>): string {
  if (tab === 'benchmark') return `Benchmark · ${site}`;
  if (tab === 'tutorial') return `Tutorial · ${site}`;
  return `${kernelName(kernel)} of ${pictureName(picture)} · ${site}`;
}

function kernelName(kernel: State['kernel']): string {
  switch (kernel.from) {
    case 'preset':
      return kernel.name;
    case 'grid':
      return `${kernel.rows.length} × ${kernel.rows[0]?.length ?? 0} kernel`;
    case 'outer':
      return `${kernel.column.length} × ${kernel.row.length} kernel`;
  }
}

function pictureName(picture: State['picture']): string {
  switch (picture.from) {
    case 'sample':
      return sampleTitles[picture.name];
    case 'own':
      return picture.name;
    case 'address':
      return 'a picture of the web';
    case 'camera':
      return 'the camera';
  }
}
