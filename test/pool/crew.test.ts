import { describe, expect, it } from 'vitest';
import { Crew, type Ending, type Task } from '../../src/pool/crew.ts';
import type { PieceMessage, Reply } from '../../src/pool/protocol.ts';
import type { Thread } from '../../src/pool/start-worker.ts';
import { TURN_MS } from '../../src/pool/turns.ts';
import { VERSION } from '../../src/wasm/abi.ts';

/** So many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise(setImmediate);
}

/** Keeps the thread busy until its turn is over. */
function useUpTurn(): void {
  const end = performance.now() + TURN_MS;
  while (performance.now() < end);
}

/** A crew, of one worker unless a test asks for more, that does what the test says. */
class FakeCrew {
  /** Runs when a task is handed over, and when it ends. */
  onTask: () => void = () => {};
  readonly crew: Crew;
  /** Of the tasks that the worker was given. */
  readonly given: number[] = [];
  /** Messages to the worker, by their types. */
  readonly sent: string[] = [];
  /** Whether it keeps the process alive. */
  isHeld = false;
  readonly endings: [number, Ending][] = [];
  reply: (reply: Reply) => void = () => {};
  die: (reason: string) => void = () => {};
  readonly #waiting: Task[] = [];

  constructor(threads = 1) {
    const start = (receive: typeof this.reply, onEnd: typeof this.die) => {
      this.reply = receive;
      this.die = onEnd;
      return {
        name: 'the worker',
        post: ({ type, task }: PieceMessage) => this.sent.push(type === 'piece' ? `piece ${task}` : type),
        async end() {},
        hold: () => {
          this.isHeld = true;
        },
        release: () => {
          this.isHeld = false;
        },
      } as unknown as Thread;
    };
    const tasks = { isRunning: () => true, next: () => this.#waiting.shift(), fail() {} };
    this.crew = new Crew(threads, start, 1000, tasks as never);
  }

  add(...ids: readonly number[]): void {
    for (const id of ids) this.addWithCopies(id, []);
    this.crew.work();
  }

  /** @param copies Undefined: it cannot be loaded. */
  addWithCopies(id: number, copies: readonly (() => boolean)[] | undefined): void {
    const load = () => {
      this.onTask();
      this.given.push(id);
      return copies && { message: { type: 'piece', task: id }, copies, transfer: [] };
    };
    const end = (ending: Ending) => {
      this.onTask();
      this.endings.push([id, ending]);
    };
    this.#waiting.push({ id, call: { type: 'call', id: 1 }, load, end } as unknown as Task);
  }

  start(): void {
    this.reply({ type: 'hello', version: VERSION });
    this.reply({ type: 'started', lock: undefined });
  }
}

const done = (task: number): Reply => ({ type: 'done', task, sent: [] });

it('of the tasks of a worker that died, only the one that it was computing counts as its cause', async () => {
  const one = new FakeCrew();
  one.add(1, 2, 3);
  await turns(3);
  one.start();
  one.reply(done(1));
  await turns(2);
  expect(one.endings).toEqual([[1, done(1)]]);
  one.die('spoiled');
  await turns(2);
  expect(one.endings.slice(1)).toEqual([
    [3, { type: 'lost' }],
    [2, { type: 'died', reason: 'spoiled' }],
  ]);
  expect(one.crew).toMatchObject({ deaths: 1, size: 0 });
});

it('what a worker answered before it died counts', async () => {
  const one = new FakeCrew();
  one.add(1);
  await turns(1);
  one.start();
  one.reply(done(1));
  one.die('spoiled');
  await turns(3);
  expect(one.endings).toEqual([[1, done(1)]]);
});

it('a worker that has died gets no more tasks, which would be taken for the cause', async () => {
  const one = new FakeCrew();
  one.add(1);
  await turns(1);
  one.start();
  one.reply(done(1));
  await turns(2);
  one.add(2);
  one.die('spoiled');
  await turns(4);
  expect(one.endings).toEqual([[1, done(1)]]);
  expect(one.given).toEqual([1, 2]);
  expect(one.crew).toMatchObject({ deaths: 1, size: 1 });
});

it('hands over tasks and hears answers for a short time in each turn of the event loop', async () => {
  const one = new FakeCrew();
  one.onTask = useUpTurn;
  one.add(1, 2);
  expect(one.given).toEqual([]);
  await turns(1);
  expect(one.given).toEqual([1]);
  await turns(1);
  expect(one.given).toEqual([1, 2]);
  one.start();
  // Node hands over both in one turn.
  await turns(1);
  one.reply(done(1));
  one.reply(done(2));
  expect(one.endings).toHaveLength(0);
  await turns(1);
  expect(one.endings).toHaveLength(1);
  await turns(2);
  expect(one.endings).toHaveLength(2);
});

it('does in one turn what takes no time', async () => {
  const one = new FakeCrew();
  one.add(1, 2);
  await turns(1);
  expect(one.given).toEqual([1, 2]);
});

/** Copies that each take a turn. */
function slowCopies(count: number, onCopy: () => void = () => {}): (() => boolean)[] {
  return Array.from({ length: count }, () => () => {
    onCopy();
    useUpTurn();
    return true;
  });
}

describe('what is copied for a task', () => {
  it('is copied a part in each turn, before the task is sent', async () => {
    const one = new FakeCrew();
    let copied = 0;
    one.addWithCopies(
      1,
      slowCopies(3, () => copied++),
    );
    one.crew.work();
    for (const n of [1, 2, 3]) {
      expect(one.sent).toEqual([]);
      await turns(1);
      expect(copied).toBe(n);
    }
    expect(one.sent).toEqual(['call', 'piece 1']);
    expect(one.endings).toEqual([]);
  });

  it('is copied a part in each turn for all workers together', async () => {
    const eight = new FakeCrew(8);
    let inThisTurn = 0;
    let most = 0;
    for (let id = 0; id < 8; id++) {
      const onCopy = () => {
        most = Math.max(most, ++inThisTurn);
      };
      eight.addWithCopies(id, slowCopies(3, onCopy));
    }
    eight.crew.work();
    while (eight.sent.length < 16) {
      await turns(1);
      inThisTurn = 0;
    }
    expect(most).toBe(1);
  });

  it('is copied no further once its call has failed', async () => {
    const one = new FakeCrew();
    one.addWithCopies(1, [() => true, () => false, () => expect.unreachable()]);
    one.crew.work();
    await turns(4);
    expect(one.endings).toEqual([[1, { type: 'lost' }]]);
    expect(one.sent).toEqual([]);
    expect(one.crew.busy).toBe(0);
    expect(one.isHeld).toBe(false);
  });

  it('is copied no further once its worker has died, which is not its fault', async () => {
    const one = new FakeCrew();
    let copied = 0;
    one.addWithCopies(
      1,
      slowCopies(10, () => copied++),
    );
    one.crew.work();
    await turns(2);
    one.start();
    one.die('spoiled');
    await turns(2);
    const before = copied;
    await turns(10);
    expect(copied).toBe(before);
    expect(one.endings).toEqual([[1, { type: 'lost' }]]);
    expect(one.sent).toEqual([]);
  });

  it('is sent in the order of the tasks', async () => {
    const one = new FakeCrew();
    one.addWithCopies(1, slowCopies(5));
    one.addWithCopies(2, slowCopies(1));
    one.crew.work();
    while (one.sent.length < 3) await turns(1);
    expect(one.sent).toEqual(['call', 'piece 1', 'piece 2']);
  });

  it('is not what a worker dies of that computes the task before', async () => {
    const one = new FakeCrew();
    one.addWithCopies(1, slowCopies(3));
    one.addWithCopies(2, slowCopies(20));
    one.crew.work();
    while (one.sent.length < 2) await turns(1);
    await turns(2);
    one.start();
    one.die('spoiled');
    await turns(3);
    expect(one.sent).toEqual(['call', 'piece 1']);
    expect(one.endings).toEqual([
      [2, { type: 'lost' }],
      [1, { type: 'died', reason: 'spoiled' }],
    ]);
  });
});

it('a worker that was started for a task that cannot be loaded keeps no process alive', async () => {
  const one = new FakeCrew();
  one.addWithCopies(1, undefined);
  one.crew.work();
  await turns(2);
  expect(one.endings).toEqual([[1, { type: 'lost' }]]);
  expect(one.isHeld).toBe(false);
});
