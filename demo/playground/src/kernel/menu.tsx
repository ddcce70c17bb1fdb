import type { KernelChoice } from '../state/state.ts';
import { choose, rows } from './choose.ts';
import { isEditable } from './kernel.ts';
import { isPresetName, presetNames, presetTitles } from './presets.ts';
import { tutorialKernels } from './tutorial-kernels.ts';

/** Where the kernel comes from. */
export function KernelMenu({ choice }: { readonly choice: KernelChoice }) {
  return (
    <label class="kernel-menu">
      Kernel
      <select value={menuValueOf(choice)} onChange={(event) => take(event.currentTarget.value)}>
        <optgroup label="By name">
          {presetNames.map((name) => (
            <option key={name} value={name}>
              {presetTitles[name]}
            </option>
          ))}
        </optgroup>
        <optgroup label="Of the tutorials">
          {Object.keys(tutorialKernels).map((title) => (
            <option key={title}>{title}</option>
          ))}
        </optgroup>
        <optgroup label="Your own">
          <option value="grid" disabled={!isEditable(rows.value)}>
            Numbers in a grid
          </option>
          <option value="outer">A column times a row</option>
        </optgroup>
      </select>
    </label>
  );
}

function menuValueOf(choice: KernelChoice): string {
  if (choice.from === 'preset') return choice.name;
  if (choice.from === 'outer') return 'outer';
  const written = JSON.stringify(choice.rows);
  const tutorial = Object.entries(tutorialKernels).find(([, known]) => JSON.stringify(known) === written);
  return tutorial?.[0] ?? 'grid';
}

function take(value: string): void {
  const known = tutorialKernels[value];
  if (isPresetName(value)) choose({ from: 'preset', name: value, options: {} });
  else if (known) choose({ from: 'grid', rows: known });
  else if (value === 'outer') choose({ from: 'outer', column: [1, 2, 1], row: [-1, 0, 1] });
  else choose({ from: 'grid', rows: rows.peek() });
}
