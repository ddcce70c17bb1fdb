import { describe, expect, it } from 'vitest';
import { Crew, type Ending, type Task } from '../../src/pool/crew.ts';
import type { Message, Reply } from '../../src/pool/protocol.ts';
import { VERSION } from '../../src/wasm/abi.ts';

/** So many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise(setImmediate);
}

/** A crew of one worker that does what a test says. */
class CrewOfOne {
  readonly crew: Crew;
  /** Of the tasks that the worker was given. */
  readonly given: number[] = [];
  /** What was sent to it. */
  readonly sent: string[] = [];
  readonly endings: [number, Ending][] = [];
  reply: (reply: Reply) => void = () => {};
  die: (reason: string) => void = () => {};
  readonly #waiting: Task[] = [];

  constructor() {
    const start = (receive: typeof this.reply, onEnd: typeof this.die) => {
      this.reply = receive;
      this.die = onEnd;
      return {
        name: 'the worker',
        post: ({ type }: Message) => this.sent.push(type),
        async end() {},
        hold() {},
        release() {},
      };
    };
    const tasks = { isRunning: () => true, next: () => this.#waiting.shift(), fail() {} };
    this.crew = new Crew(1, start, 1000, tasks as never);
  }

  add(...ids: readonly number[]): void {
    for (const id of ids) this.addWithCopies(id, []);
    this.crew.work();
  }

  addWithCopies(id: number, copies: readonly (() => boolean)[]): void {
    const load = () => {
      this.given.push(id);
      return { message: { type: 'piece' }, copies, transfer: [] };
    };
    const end = (ending: Ending) => this.endings.push([id, ending]);
    this.#waiting.push({ id, call: { type: 'call', id: 1 }, load, end } as unknown as Task);
  }

  start(): void {
    this.reply({ type: 'hello', version: VERSION });
    this.reply({ type: 'started', lock: undefined });
  }
}

const done = (task: number): Reply => ({ type: 'done', task, sent: [] });

it('of the tasks of a worker that died, only the one that it was computing counts as its cause', async () => {
  const one = new CrewOfOne();
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
  const one = new CrewOfOne();
  one.add(1);
  await turns(1);
  one.start();
  one.reply(done(1));
  one.die('spoiled');
  await turns(3);
  expect(one.endings).toEqual([[1, done(1)]]);
});

it('a worker that has died gets no more tasks, which would be taken for the cause', async () => {
  const one = new CrewOfOne();
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

it('hands over one task in each turn of the event loop, and hears one answer', async () => {
  const one = new CrewOfOne();
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

describe('what is copied for a task', () => {
  it('is copied a part in each turn, before the task is sent', async () => {
    const one = new CrewOfOne();
    const copied: number[] = [];
    one.addWithCopies(
      1,
      [1, 2, 3].map((n) => () => copied.push(n) > 0),
    );
    one.crew.work();
    for (const n of [1, 2, 3]) {
      expect(one.sent).toEqual([]);
      await turns(1);
      expect(copied).toHaveLength(n);
    }
    expect(one.sent).toEqual(['call', 'piece']);
    expect(one.endings).toEqual([]);
  });

  it('is copied no further once its call has failed', async () => {
    const one = new CrewOfOne();
    one.addWithCopies(1, [() => true, () => false, () => expect.unreachable()]);
    one.crew.work();
    await turns(4);
    expect(one.endings).toEqual([[1, { type: 'lost' }]]);
    expect(one.sent).toEqual([]);
    expect(one.crew.busy).toBe(0);
  });

  it('is copied no further once its worker has died', async () => {
    const one = new CrewOfOne();
    let count = 0;
    const copies = Array.from({ length: 10 }, () => () => ++count > 0);
    one.addWithCopies(1, copies);
    one.crew.work();
    await turns(2);
    one.start();
    one.die('spoiled');
    await turns(1);
    const before = count;
    await turns(10);
    expect(count).toBe(before);
    expect(one.endings).toEqual([[1, { type: 'died', reason: 'spoiled' }]]);
  });
});
