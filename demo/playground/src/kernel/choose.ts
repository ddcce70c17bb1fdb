import { computed, effect, signal } from '@preact/signals';
import { initialState, type KernelChoice, state, update } from '../state/state.ts';
import { checkKernel, type Rows } from './kernel.ts';

interface Refused {
  readonly choice: KernelChoice;
  readonly problem: string;
  /** The kernel that stays meanwhile. */
  readonly kept: KernelChoice;
}

const lastRefused = signal<Refused | null>(null);

/** What edits made of the kernel. All others, also those of a link, are what `reset` goes back to. */
let edited: KernelChoice | undefined;
let origin: KernelChoice = initialState.kernel;
effect(() => {
  const { kernel } = state.value;
  if (kernel !== edited) origin = kernel;
});

/** A choice that the page cannot show, until there is another kernel. */
export const refused = computed(() =>
  lastRefused.value?.kept === state.value.kernel ? lastRefused.value : null,
);

/** The rows of the kernel that the page shows. */
export const rows = computed<Rows>(() => {
  const checked = checkKernel(state.value.kernel);
  return 'rows' in checked ? checked.rows : [[1]];
});

/** Makes a kernel the page's, or says why not. */
export function choose(choice: KernelChoice): void {
  const checked = checkKernel(choice);
  if ('problem' in checked) {
    lastRefused.value = { choice, problem: checked.problem, kept: state.peek().kernel };
    return;
  }
  lastRefused.value = null;
  update({ kernel: choice });
}

/** Changes taps of the kernel; `reset` takes the changes back. */
export function edit(changed: Rows): void {
  lastRefused.value = null;
  edited = { from: 'grid', rows: changed };
  update({ kernel: edited });
}

export function reset(): void {
  lastRefused.value = null;
  update({ kernel: origin });
}
