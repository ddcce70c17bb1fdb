interface Scheduling {
  readonly performance: { now(): number };
  setImmediate?(run: () => void): unknown;
  setTimeout(run: () => void, ms: number): unknown;
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

interface Port {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** Those of the engine: tests replace them by clocks that stand still. */
const { performance, setImmediate, MessageChannel, setTimeout } = globalThis as unknown as Scheduling;

/** Browsers would delay timers by 4 ms. */
function inNextTurn(run: () => void): void {
  if (setImmediate) {
    setImmediate(run);
  } else if (MessageChannel) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      run();
    };
    port2.postMessage(null);
  } else {
    setTimeout(run, 0);
  }
}

/**
 * After so many milliseconds of a turn of the event loop the next one begins: an eighth of a frame of 60 in a second. Each turn costs a
 * page some 0.1 ms (`npm run bench:pool` tells what calls take there, and how late timers are).
 */
export const TURN_MS = 2;

/** Of all pools: they share the thread. */
const waiting: (() => void)[] = [];
let willRun = false;

/**
 * Runs functions in their order in later turns of the event loop, a short time in each. Node hands over all messages that wait in one
 * turn: the rows of them all would be copied before anything else had its turn.
 */
export function inTurn(run: () => void): void {
  waiting.push(run);
  goOn();
}

/** Settles when it is the caller's turn. */
export function turn(): Promise<void> {
  return new Promise(inTurn);
}

function goOn(): void {
  if (willRun || waiting.length === 0) return;
  willRun = true;
  inNextTurn(() => void runSome());
}

async function runSome(): Promise<void> {
  const end = performance.now() + TURN_MS;
  try {
    do {
      waiting.shift()?.();
      // What follows from it comes first: memory is given back before the next one takes some.
      await null;
    } while (waiting.length > 0 && performance.now() < end);
  } finally {
    willRun = false;
    goOn();
  }
}
