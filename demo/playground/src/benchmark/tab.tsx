import { useSignal } from '@preact/signals';
import { offeredCells } from './cells.ts';
import { ResultTables } from './results.tsx';
import { failure, progress, results, run, stop } from './run.ts';
import './tab.css';

/** Milliseconds for each contender. */
const times = { 100: 'quick', 300: 'normal', 1000: 'careful' } as const;

export function BenchmarkTab() {
  const chosen = useSignal(offeredCells.filter(({ isChosen }) => isChosen).map(({ name }) => name));
  const timeMs = useSignal(300);
  const withOpencv = useSignal(false);

  const start = (event: Event) => {
    event.preventDefault();
    const names = offeredCells.map(({ name }) => name).filter((name) => chosen.value.includes(name));
    void run(names.map((name) => ({ name, timeMs: timeMs.value, withOpencv: withOpencv.value })));
  };
  const choose = (name: string, isChosen: boolean) => {
    const others = chosen.value.filter((other) => other !== name);
    chosen.value = isChosen ? [...others, name] : others;
  };

  return (
    <div class="benchmark">
      <h2>Benchmark</h2>
      <p>
        Your browser measures the package against the loops that tutorials write, and against other libraries.
        Each problem has the name that it has in the package's own benchmark. Answers are checked first: a
        wrong one is marked and not timed.
      </p>
      <form onSubmit={start}>
        <fieldset>
          <legend>Problems</legend>
          <div class="cells">
            {offeredCells.map(({ name, picture, kernel }) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={chosen.value.includes(name)}
                  onChange={({ currentTarget }) => choose(name, currentTarget.checked)}
                />
                <span>
                  <code>{name}</code> {picture}, {kernel}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <div class="choices">
          <label>
            Measure{' '}
            <select
              value={timeMs.value}
              onChange={({ currentTarget }) => {
                timeMs.value = Number(currentTarget.value);
              }}
            >
              {Object.entries(times).map(([time, title]) => (
                <option key={time} value={time}>
                  {title}: {Number(time) / 1000} s each
                </option>
              ))}
            </select>
          </label>
          <label>
            <input
              type="checkbox"
              checked={withOpencv.value}
              onChange={({ currentTarget }) => {
                withOpencv.value = currentTarget.checked;
              }}
            />
            <span>Load opencv.js, too (11 MB)</span>
          </label>
        </div>
        <div class="buttons">
          <button type="submit" disabled={chosen.value.length === 0 || progress.value !== null}>
            Run
          </button>
          <button type="button" disabled={progress.value === null} onClick={stop}>
            Stop
          </button>
        </div>
      </form>
      <ProgressLine />
      {failure.value && <p role="alert">{failure.value}</p>}
      {results.value.length > 0 && <ResultTables results={results.value} />}
    </div>
  );
}

function ProgressLine() {
  const now = progress.value;
  return (
    <div class={now ? 'progress running' : 'progress'}>
      {/* What changes several times a second is not read aloud. */}
      <p role="status">{now && `Measuring ${now.cell}, ${now.done + 1} of ${now.all}`}</p>
      {now && (
        <>
          <progress max={now.all} value={now.done} aria-label="Problems that are measured" />
          <p>{now.step}</p>
        </>
      )}
    </div>
  );
}
