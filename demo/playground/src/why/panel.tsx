import type { BackendInfo, BackendName, Explanation } from 'convolve-wasm';
import { calm } from '../engine/calm.ts';
import { failure } from '../engine/client.ts';
import type { Shown } from '../engine/protocol.ts';
import { framesPerSecond, isCameraOn } from '../picture/camera.ts';
import { Bars } from './bars.tsx';
import { LiveTimes } from './live-times.tsx';
import './why.css';
import { backendNames, errorBound, kibibytes, methodNames, milliseconds, reasonAgainst } from './words.ts';

export function WhyPanel() {
  const isWaiting = calm.value === null && failure.value === null;
  return (
    <section class={isWaiting ? 'panel why waiting' : 'panel why'} aria-labelledby="why-title">
      <h2 id="why-title">Why</h2>
      <div class="stack">
        {failure.value !== null && (
          <p class="hint">
            {calm.value ? 'This is about the last call that gave a result.' : 'There is no result yet.'}
          </p>
        )}
        {calm.value && <Explained {...calm.value} />}
      </div>
    </section>
  );
}

function Explained({ explanation, milliseconds, info }: Shown) {
  return (
    <>
      <Method {...explanation} />
      <Facts explanation={explanation} milliseconds={milliseconds} />
      {isCameraOn.value && <FrameRate />}
      <LiveTimes />
      <Browser info={info} />
    </>
  );
}

/** While the camera runs, how often its picture is filtered counts. */
function FrameRate() {
  const rate = framesPerSecond.value;
  return <p>{rate === null ? 'Waiting for the camera…' : `The camera: ${rate} frames per second.`}</p>;
}

/** The method that was taken, why, and what the others would take. */
function Method({ method, backend, reason, candidates, sentence }: Explanation) {
  const bars = candidates.map((candidate) => ({
    name: methodNames[candidate.method],
    milliseconds: candidate.estimatedMilliseconds,
    instead: 'ruled out',
    isChosen: candidate.method === method,
    note: candidate.reason,
  }));
  return (
    <>
      <p>
        <strong>{methodNames[method]}</strong> on {backendNames[backend]}, because {reason}.
      </p>
      <Bars caption="What each method would take, estimated" bars={bars} write={milliseconds} />
      <details>
        <summary>What the package's explain says</summary>
        <p>{sentence}</p>
      </details>
    </>
  );
}

function Facts({ explanation, milliseconds: took }: FactsProps) {
  return (
    <dl>
      <dt>The last call took</dt>
      <dd>{milliseconds(took)}</dd>
      <dt>Error</dt>
      <dd>{errorBound(explanation)}</dd>
      <dt>Memory beside picture and result</dt>
      <dd>{kibibytes(explanation.memoryBytes)}</dd>
    </dl>
  );
}

interface FactsProps {
  readonly explanation: Explanation;
  readonly milliseconds: number;
}

/** What of this browser the package can use. */
function Browser({ info }: { readonly info: BackendInfo }) {
  const cores = navigator.hardwareConcurrency;
  return (
    <>
      <h3>This browser</h3>
      <ul>
        {(Object.keys(backendNames) as BackendName[]).map((backend) => {
          const reason = reasonAgainst(backend, info);
          const use = backend === info.backend ? 'in use' : 'works';
          return (
            <li key={backend}>
              {backendNames[backend]}: {reason === null ? use : `does not work, because ${reason}`}.
            </li>
          );
        })}
        <li>
          {cores} {cores === 1 ? 'core' : 'cores'}; a call uses one.
        </li>
      </ul>
    </>
  );
}
