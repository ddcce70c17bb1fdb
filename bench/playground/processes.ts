import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';

/** Processes that show pages. */
export async function renderersOf(browser: Browser): Promise<number[]> {
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Memory of processes, in megabytes. */
export function residentOf(processes: readonly number[]): number {
  const kilobytes = processes.map((id) => {
    const [, size] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))!;
    return Number(size);
  });
  return kilobytes.reduce((sum, size) => sum + size, 0) / 1024;
}

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds that the threads with this name have computed, or the main threads. */
export function computedBy(processes: readonly number[], thread: 'main' | 'DedicatedWorker'): number {
  const times = processes.flatMap((id) =>
    readdirSync(`/proc/${id}/task`)
      .filter((task) => (thread === 'main' ? task === `${id}` : nameOf(id, task).startsWith(thread)))
      .map((task) => {
        // Behind the name, which may have spaces: user time is the twelfth field, system time the next.
        const fields = readFileSync(`/proc/${id}/task/${task}/stat`, 'utf8').split(') ')[1]!.split(' ');
        return TICK_MS * (Number(fields[11]) + Number(fields[12]));
      }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}

function nameOf(process: number, task: string): string {
  return readFileSync(`/proc/${process}/task/${task}/comm`, 'utf8');
}
