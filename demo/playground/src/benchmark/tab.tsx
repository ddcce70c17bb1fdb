import { type BenchmarkTimeMs, benchmarkTimesMs, state, update } from '../state/state.ts';
import { type CellName, offeredCells } from './cells.ts';
import { ResultTables } from './results.tsx';
import { failure, progress, results, run, stop } from './run.ts';
import './tab.css';

const timeTitles: { readonly [timeMs in BenchmarkTimeMs]: string } = {
  100: 'quick',
  300: 'normal',
  1000: 'careful',
};

export function BenchmarkTab() {
  const { problems, benchmarkTimeMs: timeMs, withOpencv } = state.value;

  const start = (event: Event) => {
    event.preventDefault();
    void run(problems.map((name) => ({ name, timeMs, withOpencv })));
  };
  const choose = (name: CellName, isChosen: boolean) => {
    const names = offeredCells.map((cell) => cell.name);
    update({ problems: names.filter((each) => (each === name ? isChosen : problems.includes(each))) });
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
                  checked={problems.includes(name)}
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
              value={timeMs}
              onChange={({ currentTarget }) =>
                update({ benchmarkTimeMs: Number(currentTarget.value) as BenchmarkTimeMs })
              }
            >
              {benchmarkTimesMs.map((time) => (
                <option key={time} value={time}>
                  {timeTitles[time]}: {time / 1000} s each
                </option>
              ))}
            </select>
          </label>
          <label>
            <input
              type="checkbox"
              checked={withOpencv}
              onChange={({ currentTarget }) => update({ withOpencv: currentTarget.checked })}
            />
            <span>Load opencv.js, too (11 MB)</span>
          </label>
        </div>
        <div class="buttons">
          <button type="submit" disabled={problems.length === 0 || progress.value !== null}>
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
