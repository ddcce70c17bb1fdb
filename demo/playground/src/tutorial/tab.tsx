import { useEffect, useRef } from 'preact/hooks';
import { initialState, state, type TutorialStep, update } from '../state/state.ts';
import { numpySteps } from './numpy.tsx';
import { scipySteps } from './scipy.tsx';
import type { Step } from './step.ts';
import './tab.css';

const tutorials = [
  { id: 'scipy-steps', title: "SciPy's two kernels", steps: scipySteps },
  { id: 'numpy-steps', title: "NumPy's edges of a photograph", steps: numpySteps },
] as const;

const steps: readonly Step[] = tutorials.flatMap(({ steps }) => steps);

export function TutorialTab() {
  const { tutorial } = state.value;
  const index = steps.findIndex(({ id }) => id === tutorial);
  const { title, Body, changes } = steps[index]!;
  const heading = useRef<HTMLHeadingElement>(null);

  const go = (id: TutorialStep) => {
    update({ tutorial: id });
    // A screen reader reads on from here.
    heading.current?.focus();
  };
  const step = (by: 1 | -1) => {
    const next = steps[index + by];
    if (next) go(next.id);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Keys of a field are its own, and Alt with an arrow is the browser's.
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest('input, select, dialog')) return;
      if (event.key === 'ArrowRight') step(1);
      if (event.key === 'ArrowLeft') step(-1);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });

  return (
    <div class="tutorial">
      <nav aria-label="Steps of the tutorials">
        {tutorials.map(({ id, title, steps }) => (
          <div key={id}>
            <p id={id}>{title}</p>
            <ol aria-labelledby={id}>
              {steps.map(({ id, title }) => (
                <li key={id}>
                  <button
                    type="button"
                    class="quiet"
                    aria-current={id === tutorial ? 'step' : undefined}
                    onClick={() => go(id)}
                  >
                    {title}
                  </button>
                </li>
              ))}
            </ol>
          </div>
        ))}
      </nav>
      <section class="panel step" aria-labelledby="step-title">
        <h2 id="step-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Body key={tutorial} />
        <div class="row buttons">
          <button type="button" disabled={index === 0} onClick={() => step(-1)}>
            Back
          </button>
          <button type="button" class="primary" disabled={index === steps.length - 1} onClick={() => step(1)}>
            Next
          </button>
          <button
            type="button"
            onClick={() => update({ ...initialState, tutorial, ...changes(), tab: 'play' })}
          >
            Open in the playground
          </button>
          <span class="hint">The arrow keys step, too.</span>
        </div>
      </section>
    </div>
  );
}
