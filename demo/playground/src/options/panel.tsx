import { hasColours } from '../engine/scene.ts';
import { limits } from '../state/limits.ts';
import { state, update } from '../state/state.ts';
import { BoundaryFields } from './boundary.tsx';
import {
  alphaTitles,
  methodTitles,
  modeTitles,
  nanTitles,
  precisionTitles,
  resultDTypeTitles,
} from './choices.ts';
import { AnyNumber, Choice, PerAxis, WholeNumber } from './fields.tsx';
import './options.css';
import { Group, Refusal } from './group.tsx';
import { PaddingFields } from './padding.tsx';
import { ResultShape } from './result-shape.tsx';

export function OptionsPanel() {
  const { mode, stride, dilation } = state.value;
  return (
    <section class="panel options" aria-labelledby="options-title">
      <h2 id="options-title">Options</h2>
      <div class="stack">
        <Choice label="Mode" titles={modeTitles} value={mode} onChange={(mode) => update({ mode })} />
        {mode === 'padding' && <PaddingFields />}
        <BoundaryFields />
        <ResultShape />
        <Refusal options={['kernel', 'padding', 'boundary', 'fillvalue']} />
        <Group title="Stride and dilation" options={['stride', 'dilation']}>
          <PerAxis
            legend="Stride: keep each n-th result"
            value={stride}
            onChange={(stride) => update({ stride })}
            field={(label, value, onChange) => (
              <WholeNumber label={label} value={value} range={limits.stride} onChange={onChange} />
            )}
          />
          <PerAxis
            legend="Dilation: distance between taps"
            value={dilation}
            onChange={(dilation) => update({ dilation })}
            field={(label, value, onChange) => (
              <WholeNumber label={label} value={value} range={limits.dilation} onChange={onChange} />
            )}
          />
        </Group>
        <NumberFields />
      </div>
    </section>
  );
}

function NumberFields() {
  const { delta, dtype, precision, alpha, nan, imageDType, method } = state.value;
  return (
    <>
      <Group title="Numbers" options={['dtype', 'delta', 'alpha', 'nan', 'precision']}>
        <Choice
          label="Type of the result"
          titles={resultDTypeTitles}
          value={dtype}
          onChange={(dtype) => update({ dtype })}
          hint="Integers are rounded, and never wrap around."
        />
        <AnyNumber label="Delta, added to each sum" value={delta} onChange={(delta) => update({ delta })} />
        <Choice
          label="Precision"
          titles={precisionTitles}
          value={precision}
          onChange={(precision) => update({ precision })}
        />
        {hasColours(state.value) && (
          <Choice label="Alpha" titles={alphaTitles} value={alpha} onChange={(alpha) => update({ alpha })} />
        )}
        <Choice
          label="NaN"
          titles={nanTitles}
          value={nan}
          onChange={(nan) => update({ nan })}
          hint={imageDType.startsWith('float') ? null : 'This picture has integers, so no NaN.'}
        />
      </Group>
      <Group title="Method" options={['method']}>
        <Choice
          label="Method"
          titles={methodTitles}
          value={method}
          onChange={(method) => update({ method })}
          hint="The package picks the fastest one by itself. “Why” shows how."
        />
      </Group>
    </>
  );
}
