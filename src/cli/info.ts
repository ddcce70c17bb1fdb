import { cpus } from 'node:os';
import type { BackendStatus } from '../base/types.ts';
import { backendInfo } from '../index.ts';
import { loadSharp } from './pictures.ts';
import { version } from './version.ts';

/** Prints versions, the machine, and which backends work here. */
export async function info({ json = false }: { json?: boolean }): Promise<void> {
  const sharp = await loadSharp().catch(() => null);
  const processors = cpus();
  const found = {
    version,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${process.platform} ${process.arch}`,
    cpu: processors[0]?.model ?? 'unknown',
    processors: processors.length,
    sharp: sharp?.versions.sharp ?? null,
    ...backendInfo(),
  };
  if (json) return console.log(JSON.stringify(found, null, 2));
  const lines = {
    'convolve-wasm': version,
    node: `${found.node} (V8 ${found.v8}), ${found.platform}`,
    cpu: `${found.cpu} (${found.processors} processors)`,
    sharp:
      found.sharp ?? 'not installed: without it pictures are neither read nor written (npm install sharp)',
    backend: `${found.backend}: ${found.reason}`,
    ...Object.fromEntries(
      Object.entries(found.backends).map(([name, status]) => [`  ${name}`, state(status)]),
    ),
  };
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(15)} ${value}`);
}

function state({ available, reason, detail }: BackendStatus): string {
  if (available) return 'available';
  return `not available: ${reason}${detail === undefined ? '' : ` (${detail})`}`;
}
