import { useId, useRef } from 'preact/hooks';
import { copy } from '../controls/copy.ts';
import { axes } from '../look/pointing.ts';
import { type Language, languages, type State, state, update } from '../state/state.ts';
import { type Call, callOf, isNumbers } from './call.ts';
import { javascript } from './javascript.ts';
import { opencv } from './opencv.ts';
import { tell } from './said.ts';
import { scipy } from './scipy.ts';
import { settled } from './settled.ts';
import { typescript } from './typescript.ts';

const generators: { readonly [language in Language]: (call: Call) => string } = {
  JavaScript: javascript,
  TypeScript: typescript,
  SciPy: scipy,
  OpenCV: opencv,
};

/** Code that computes what the page shows. */
export function CodeOfState() {
  const { language } = state.value;
  const group = useId();
  const place = useRef<HTMLTextAreaElement>(null);
  const code = codeOf(language, settled.value.state);
  if (code === null) return null;
  const file = language === 'SciPy' || language === 'OpenCV' || isNumbers(state.value) ? '.npy' : 'PNG';
  return (
    <fieldset>
      <legend>Code that computes this</legend>
      <div class="row">
        {languages.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name={group}
              checked={name === language}
              onChange={() => update({ language: name })}
            />
            {name}
          </label>
        ))}
        <button
          type="button"
          onClick={() => tell(() => copy(codeOf(language, state.peek())!, place.current!))}
        >
          Copy code
        </button>
      </div>
      <textarea
        ref={place}
        class="code"
        readOnly
        rows={16}
        wrap="off"
        spellcheck={false}
        aria-label={`Code in ${language}`}
        value={code}
      />
      <p class="hint">It reads the picture that “Picture as {file}” saves, from the same folder.</p>
    </fieldset>
  );
}

/** Null before the size of the picture is known. */
function codeOf(language: Language, from: State): string | null {
  if (!axes.value) return null;
  const [rows, columns] = axes.value;
  const call: Call = callOf(from, [rows.elements, columns.elements]);
  return generators[language](call);
}
