import { computed, effect } from '@preact/signals';
import { initialState, type KernelChoice, state, update } from '../state/state.ts';
import { checkKernel, type Rows } from './kernel.ts';

/** What edits made of the kernel. All others, also those of a link, are what `reset` goes back to. */
let edited: KernelChoice | undefined;
let origin: KernelChoice = initialState.kernel;
effect(() => {
  const { kernel } = state.value;
  if (kernel !== edited) origin = kernel;
});

/** The rows are made once for each kernel, not for each change of the state. */
const kernel = computed(() => state.value.kernel);

/** The rows of the kernel that the page shows. */
export const rows = computed<Rows>(() => {
  const checked = checkKernel(kernel.value);
  return 'rows' in checked ? checked.rows : [[1]];
});

/** Makes a kernel the page's. @returns Why not, as a sentence: the kernel stays as it was. */
export function choose(choice: KernelChoice): string | null {
  const checked = checkKernel(choice);
  if ('problem' in checked) return `${checked.problem} The kernel stays as it was.`;
  update({ kernel: choice });
  return null;
}

/** Changes taps of the kernel; `reset` takes the changes back. */
export function edit(changed: Rows): void {
  edited = { from: 'grid', rows: changed };
  update({ kernel: edited });
}

export function reset(): void {
  update({ kernel: origin });
}
