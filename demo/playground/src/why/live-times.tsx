import { useEffect, useRef, useState } from 'preact/hooks';
import { failure } from '../engine/client.ts';
import { Bars } from './bars.tsx';
import { timeCalls, times, timesProblem } from './times.ts';
import { backendNames, comparison, milliseconds } from './words.ts';

/** The call that is shown, timed on JavaScript and on WebAssembly, while one looks. */
export function LiveTimes() {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)!.isIntersecting));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => (isSeen ? timeCalls() : undefined), [isSeen]);

  return (
    <div ref={place} class="live">
      <h3>Measured here and now</h3>
      {isSeen || times.value ? <Result /> : <p class="hint">Measured when you look here.</p>}
    </div>
  );
}

function Result() {
  if (failure.value !== null) return null;
  if (timesProblem.value !== null)
    return <p class="hint">This call could not be timed: {timesProblem.value}</p>;
  if (times.value === null) return <p class="hint">Timing this call…</p>;
  const { js, other } = times.value;
  const name = other && backendNames[other.backend];
  const bars = [
    ...(other ? [{ name: name!, milliseconds: other.milliseconds, isChosen: true }] : []),
    { name: backendNames.js, milliseconds: js, isChosen: other === null },
  ];
  return (
    <>
      <Bars caption="This call, timed in this browser" bars={bars} write={milliseconds} />
      {other && <p>{comparison('WebAssembly', other.milliseconds, js)}.</p>}
    </>
  );
}
