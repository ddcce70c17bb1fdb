import { expect, it } from 'vitest';
import { Crew, type Ending, type Task } from '../../src/pool/crew.ts';
import type { Reply } from '../../src/pool/protocol.ts';
import { VERSION } from '../../src/wasm/abi.ts';

/** So many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise(setImmediate);
}

it('of the tasks of a worker that died, only the one that it was computing counts as its cause', async () => {
  const endings: [number, Ending][] = [];
  const task = (id: number) =>
    ({
      id,
      call: { id: 1 },
      load: () => ({ message: {}, transfer: [] }),
      end: (ending: Ending) => endings.push([id, ending]),
    }) as unknown as Task;
  const waiting = [task(1), task(2), task(3)];
  let reply: (reply: Reply) => void = () => {};
  let die: (reason: string) => void = () => {};
  const start = (receive: typeof reply, onEnd: typeof die) => {
    reply = receive;
    die = onEnd;
    return { name: 'the worker', post() {}, async end() {}, hold() {}, release() {} };
  };
  const tasks = { isRunning: () => true, next: () => waiting.shift(), fail() {} };
  const crew = new Crew(1, start, 1000, tasks as never);
  crew.work();
  await turns(3);
  reply({ type: 'hello', version: VERSION });
  reply({ type: 'started', lock: undefined });
  const done: Reply = { type: 'done', task: 1, sent: [] };
  reply(done);
  await turns(2);
  expect(endings).toEqual([[1, done]]);
  die('spoiled');
  await turns(2);
  expect(endings.slice(1)).toEqual([
    [3, { type: 'lost' }],
    [2, { type: 'died', reason: 'spoiled' }],
  ]);
  expect(crew).toMatchObject({ deaths: 1, size: 0 });
});
