interface Scheduling {
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
const { setImmediate, MessageChannel, setTimeout } = globalThis as unknown as Scheduling;

/** Runs a function in a later turn of the event loop, so that others come first. Browsers would delay timers by 4 ms. */
export function inNextTurn(run: () => void): void {
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
 * Runs functions in their order, one in each turn. Node hands over all messages that wait in one turn: the rows of them all would be
 * copied before anything else had its turn.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  add(run: () => void): void {
    this.#waiting.push(run);
    if (this.#waiting.length === 1) inNextTurn(this.#runFirst);
  }

  readonly #runFirst = (): void => {
    const [run] = this.#waiting;
    // Those that it adds come after it.
    if (this.#waiting.length > 1) inNextTurn(this.#runFirst);
    this.#waiting.shift();
    run?.();
  };
}
