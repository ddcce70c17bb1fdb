import { useSignal } from '@preact/signals';
import { NumberField } from '../controls/number-field.tsx';
import type { KernelChoice, Pair, PresetOptions } from '../state/state.ts';
import { choose } from './choose.ts';
import { shortNumber } from './numbers.ts';
import { isPresetName, type Parameter, presetParameters } from './presets.ts';

type Preset = Extract<KernelChoice, { from: 'preset' }>;
type Value = PresetOptions[string];

/** What a preset takes, as fields. */
export function Parameters({ preset }: { readonly preset: Preset }) {
  const { name, options, isColumn = false } = preset;
  const isSplit = useSignal(false);
  const isApart = isSplit.value || Object.values(options).some(Array.isArray);
  const parameters = isPresetName(name) ? presetParameters[name] : [];

  function change(parameter: Parameter, value: Value | undefined): string | null {
    const { [parameter.name]: _, ...others } = options;
    return choose({
      ...preset,
      options: value === undefined ? others : { ...others, [parameter.name]: value },
    });
  }

  function setApart(is: boolean): void {
    isSplit.value = is;
    const joined = Object.entries(options).map(([option, value]) => [option, [value].flat()[0]!] as const);
    if (!is) choose({ ...preset, options: Object.fromEntries(joined) });
  }

  return (
    <div class="parameters">
      {parameters.map((parameter) => (
        <ParameterFields
          key={parameter.name}
          parameter={parameter}
          isApart={isApart}
          value={options[parameter.name]}
          onChange={(value) => change(parameter, value)}
        />
      ))}
      {parameters.some(({ otherAxis }) => otherAxis !== undefined) && (
        <Switch title="Different for rows and columns" isOn={isApart} onChange={setApart} />
      )}
      {name === 'gaussian1d' && (
        <Switch title="As a column" isOn={isColumn} onChange={(is) => choose({ ...preset, isColumn: is })} />
      )}
    </div>
  );
}

interface SwitchProps {
  readonly title: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Switch({ title, isOn, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={isOn}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {title}
    </label>
  );
}

interface FieldsProps {
  readonly parameter: Parameter;
  readonly isApart: boolean;
  readonly value: Value | undefined;
  readonly onChange: (value: Value | undefined) => string | null;
}

function ParameterFields({ parameter, isApart, value, onChange }: FieldsProps) {
  const { title, low, high, step, fallback, otherAxis, suffix, unit = 1 } = parameter;
  const common = { low, high, step, suffix, placeholder: fallback === undefined ? 'auto' : String(fallback) };
  const pair = typeof value === 'object' ? value : ([value, value] as const);
  if (!isApart || otherAxis === undefined) {
    const shown = pair[0] === undefined ? undefined : Number(shortNumber(pair[0] / unit, 12));
    const set = (typed: number | undefined) => onChange(typed === undefined ? undefined : typed * unit);
    return <NumberField {...common} label={title} value={shown} onChange={set} />;
  }
  const set = (changed: Pair<number | undefined>) => {
    const isGiven = changed.some((typed) => typed !== undefined);
    return onChange(isGiven ? [changed[0] ?? otherAxis, changed[1] ?? otherAxis] : undefined);
  };
  return (
    <>
      <NumberField
        {...common}
        label={`${title}, rows`}
        value={pair[0]}
        onChange={(typed) => set([typed, pair[1]])}
      />
      <NumberField
        {...common}
        label={`${title}, columns`}
        value={pair[1]}
        onChange={(typed) => set([pair[0], typed])}
      />
    </>
  );
}
