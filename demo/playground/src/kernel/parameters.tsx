import type { KernelChoice, Pair } from '../state/state.ts';
import { choose } from './choose.ts';
import { NumberField } from './number-field.tsx';
import { shortNumber } from './numbers.ts';
import { isPresetName, type Parameter, presetParameters } from './presets.ts';

type Preset = Extract<KernelChoice, { from: 'preset' }>;

/** What a preset takes, as fields. */
export function Parameters({ preset }: { readonly preset: Preset }) {
  const { name, options, isColumn = false } = preset;
  const parameters = isPresetName(name) ? presetParameters[name] : [];

  function change(parameter: Parameter, value: number | Pair<number> | undefined): void {
    const { [parameter.name]: _, ...others } = options;
    choose({ ...preset, options: value === undefined ? others : { ...others, [parameter.name]: value } });
  }

  return (
    <div class="parameters">
      {parameters.map((parameter) => (
        <ParameterFields
          key={`${name} ${parameter.name}`}
          parameter={parameter}
          value={options[parameter.name]}
          onChange={(value) => change(parameter, value)}
        />
      ))}
      {name === 'gaussian1d' && (
        <label>
          <input
            type="checkbox"
            checked={isColumn}
            onChange={(event) => choose({ ...preset, isColumn: event.currentTarget.checked })}
          />{' '}
          As a column
        </label>
      )}
    </div>
  );
}

interface FieldsProps {
  readonly parameter: Parameter;
  readonly value: number | Pair<number> | undefined;
  readonly onChange: (value: number | Pair<number> | undefined) => void;
}

function ParameterFields({ parameter, value, onChange }: FieldsProps) {
  const { title, low, high, step, fallback, isPerAxis, suffix, unit = 1 } = parameter;
  const common = { low, high, step, suffix, placeholder: fallback === undefined ? 'auto' : String(fallback) };
  if (!isPerAxis) {
    const shown = typeof value === 'number' ? Number(shortNumber(value / unit, 12)) : undefined;
    return (
      <NumberField
        {...common}
        label={title}
        value={shown}
        onChange={(typed) => onChange(typed === undefined ? undefined : typed * unit)}
      />
    );
  }
  const pair = typeof value === 'object' ? value : ([value, value] as const);
  const set = (axis: 0 | 1, typed: number | undefined): void => {
    const other = pair[1 - axis] ?? typed;
    if (typed === undefined || other === undefined) onChange(undefined);
    else onChange(typed === other ? typed : axis === 0 ? [typed, other] : [other, typed]);
  };
  return (
    <>
      <NumberField {...common} label={`${title}, rows`} value={pair[0]} onChange={(typed) => set(0, typed)} />
      <NumberField
        {...common}
        label={`${title}, columns`}
        value={pair[1]}
        onChange={(typed) => set(1, typed)}
      />
    </>
  );
}
