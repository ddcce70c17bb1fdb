type Reject = (reason: Error) => void;

/**
 * Calls of someone who may end, and never answers then. A race of each call against one promise of the end would leave a reaction
 * on that promise for ever; here a call that has its answer leaves nothing.
 */
export function createCalls() {
  const waiting = new Set<Reject>();
  let ended: Error | undefined;
  return {
    /** Calls without an answer. */
    waiting: waiting as ReadonlySet<Reject>,
    answer<T>(call: PromiseLike<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        if (ended) {
          reject(ended);
          return;
        }
        waiting.add(reject);
        const forget = () => waiting.delete(reject);
        call.then(resolve, reject).then(forget, forget);
      });
    },
    /** All calls reject, those that follow, too. */
    end(reason: Error): void {
      ended ??= reason;
      for (const reject of waiting) reject(ended);
      waiting.clear();
    },
  };
}
