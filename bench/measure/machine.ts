import { readFileSync } from 'node:fs';
import { arch, cpus, release, type } from 'node:os';

/** What the figures depend on besides the code. */
export interface Machine {
  readonly package: string;
  readonly date: string;
  readonly cpu: string;
  readonly cpus: number;
  readonly os: string;
  readonly node: string;
  readonly v8: string;
  /** Versions of the native references, if they take part. */
  readonly native?: { readonly [name: string]: string } | undefined;
}

export function machine(): Machine {
  const { name, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const processors = cpus();
  return {
    package: `${name} ${version}`,
    date: new Date().toISOString(),
    cpu: processors[0]?.model ?? 'unknown',
    cpus: processors.length,
    os: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    v8: process.versions.v8,
  };
}
