import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendName } from '../../src/base/types.ts';
import { root } from '../package/consumer.ts';
import type { Environment } from './environment.ts';

export interface Row {
  readonly environment: Environment;
  /** Those that served. */
  readonly backends: readonly BackendName[];
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

/**
 * Whether the table says that JavaScript serves there; undefined if it does not name the environment. Which binary serves
 * depends on the versions of Node and of the browsers.
 */
export function isServedByJs(name: string): boolean | undefined {
  const row = split()[1]
    .split('\n')
    .find((line) => line.startsWith(`| ${name} |`));
  return row?.split('|').at(-2)?.includes('`js`');
}

/** Writes the rows where the page has its table. */
export function writeTable(rows: readonly Row[]): void {
  const [head, , tail] = split();
  const table = [
    '| environment | what to do | served by |',
    '|---|---|---|',
    ...rows.map(({ environment: { name, advice }, backends }) => {
      const served = backends.map((backend) => `\`${backend}\``).join(', ');
      return `| ${name} | ${advice} | ${served} |`;
    }),
  ];
  writeFileSync(page, `${head}${begin}\n${table.join('\n')}\n${tail}`);
}
