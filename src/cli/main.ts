#!/usr/bin/env node
import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

// A computation or a native codec blocks the event loop for seconds, and no handler of a signal runs meanwhile. So the
// command runs in a process of its own. This one only waits, kills the other when it is told to end, and removes the file
// that was being written.

/** Undoes what a progress bar does to a terminal: it hides the cursor and does not wrap lines. */
const RESTORE_TERMINAL = '\u001b[?25h\u001b[?7h\n';

let child: ChildProcess;
let interrupted: NodeJS.Signals | undefined;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interrupted ??= name;
    child.kill('SIGKILL');
  });
}

const command = fileURLToPath(import.meta.url).replace(/main(\.[jt]s)$/, 'command$1');
child = fork(command, process.argv.slice(2), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });

const temporaries = new Set<string>();
child.on('message', (path: string) => {
  temporaries.add(path);
  // A child that was killed meanwhile needs no answer.
  child.send(path, () => {});
});

child.on('exit', (code, killer) => {
  for (const path of temporaries) rmSync(path, { force: true });
  const signal = interrupted ?? killer;
  if (signal !== null && process.stderr.isTTY) process.stderr.write(RESTORE_TERMINAL);
  // 128 + the signal's number, as shells have it.
  process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
});
