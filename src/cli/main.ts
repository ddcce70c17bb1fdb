#!/usr/bin/env node
import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

// A computation or a native codec blocks the event loop for seconds, and meanwhile no signal handler runs. So a child process
// runs the command. This process only waits, kills the child when a signal arrives, and removes the file that the child was
// writing.

/** A progress bar hides the cursor and turns off line wrapping; this turns both on again. */
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
  // The callback ignores the error where the child was killed meanwhile.
  child.send(path, () => {});
});

child.on('exit', (code, killer) => {
  for (const path of temporaries) rmSync(path, { force: true });
  const signal = interrupted ?? killer;
  if (signal !== null && process.stderr.isTTY) process.stderr.write(RESTORE_TERMINAL);
  // 128 + the signal's number, as in shells.
  process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
});
