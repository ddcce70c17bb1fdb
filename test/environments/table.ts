import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendName } from '../../src/base/types.ts';
import { root } from '../package/consumer.ts';
import type { Environment } from './environment.ts';
import type { PoolAnswer } from './probe.ts';

export interface Row {
  readonly environment: Environment;
  /** Those that served. */
  readonly backends: readonly BackendName[];
  /** What pools did, in the words of the table. */
  readonly pools: readonly string[];
  readonly fault: string | null;
}

const page = join(root, 'docs/environments.md');
const [begin, end] = ['<!-- environments -->', '<!-- end of environments -->'];

/** The text before, of and behind the page's table. */
function split(): readonly [string, string, string] {
  const text = readFileSync(page, 'utf8');
  const [head, tail] = [text.indexOf(begin), text.indexOf(end)];
  if (head < 0 || tail < head) throw new Error(`${page} has no place for the table`);
  return [text.slice(0, head), text.slice(head, tail), text.slice(tail)];
}

/** How a pool computed, in the words of the table. */
export function wordsOf({ workers, transport, failure }: PoolAnswer): string {
  if (failure !== null) return 'no workers';
  return workers > 0 ? transport : 'a pool without work';
}

/**
 * What the table says of an environment: whether JavaScript serves there, and what pools do; undefined if it does not name the
 * environment. Which binary serves depends on the versions of Node and of the browsers.
 */
export function rowOf(name: string): { readonly isServedByJs: boolean; readonly pools: string } | undefined {
  const cells = split()[1]
    .split('\n')
    .find((line) => line.startsWith(`| ${name} |`))
    ?.split('|')
    .map((cell) => cell.trim());
  return cells && { isServedByJs: cells[3]!.includes('`js`'), pools: cells[4]! };
}

/** Writes the rows where the page has its table. */
export function writeTable(rows: readonly Row[]): void {
  const [head, , tail] = split();
  const table = [
    '| environment | what to do | served by | a pool |',
    '|---|---|---|---|',
    ...rows.map(({ environment: { name, advice }, backends, pools }) => {
      const served = backends.map((backend) => `\`${backend}\``).join(', ');
      return `| ${name} | ${advice} | ${served} | ${pools.join(', ')} |`;
    }),
  ];
  writeFileSync(page, `${head}${begin}\n${table.join('\n')}\n${tail}`);
}
