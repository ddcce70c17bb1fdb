// Loads the package in every environment, from its tarball, and compares the answers:
//
//     npm run test:environments -- [--quick] [--part K/N] [--write] [NAME ...]
//
// --quick leaves out what takes long to install or to build; --part takes each N-th environment from the K-th on; --write writes the
// table of docs/environments.md. Without it, WebAssembly has to serve, and a pool to have workers, where that table says so.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inPart } from '../support/part.ts';
import { closeBrowsers } from './browsers.ts';
import { bundlers } from './bundlers.ts';
import type { Environment } from './environment.ts';
import { hosts } from './hosts.ts';
import { pages } from './pages.ts';
import { expected } from './probe.ts';
import { runners } from './runners.ts';
import { runtimes } from './runtimes.ts';
import { type Row, rowOf, wordsOf, writeTable } from './table.ts';
import { install, place } from './tools.ts';
import { typescript } from './typescript.ts';

/** Projects at a time: one for each processor of the machine that runs them for every change. */
const AT_ONCE = 2;

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    part: { type: 'string', default: '1/1' },
    write: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (values.write && (values.part !== '1/1' || positionals.length > 0))
  throw new Error('--write needs all environments');
const environments = [runtimes, typescript, runners, bundlers, pages, hosts]
  .flat()
  .filter(({ isQuick }) => isQuick || !values.quick)
  .filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
  .filter(inPart(values.part));

if (environments.length === 0) throw new Error(`no environment has a name with ${positionals.join(' or ')}`);

const { sums: right } = await expected();
install(values.quick);
const projects = join(place, 'projects');
rmSync(projects, { recursive: true, force: true });

const rows = new Map<Environment, Row>();
const pending = environments.entries();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const [index, environment] of pending) rows.set(environment, await tryIn(environment, index));
  }),
);
await closeBrowsers();

const failed = [...rows.values()].filter(({ fault }) => fault !== null);
console.log(`${rows.size - failed.length} of ${rows.size} environments give the right answer`);
if (values.write && failed.length === 0) writeTable(environments.map((each) => rows.get(each) as Row));
process.exitCode = failed.length === 0 ? 0 : 1;

async function tryIn(environment: Environment, index: number): Promise<Row> {
  const { name } = environment;
  const folder = join(projects, String(index));
  mkdirSync(folder, { recursive: true });
  const start = performance.now();
  const row = await environment.run(folder).then(
    (answers): Row => {
      const isRight = answers.length > 0 && answers.every(({ sums }) => String(sums) === String(right));
      const backends = [...new Set(answers.map(({ backend }) => backend))];
      const pools = [...new Set(answers.map(({ pool }) => wordsOf(pool)))];
      const row = { environment, backends, pools };
      if (!isRight) return { ...row, fault: `a wrong answer: ${JSON.stringify(answers)}` };
      for (const reason of new Set(answers.map(({ pool }) => pool.failure))) {
        if (reason !== null) console.log(`${name}: ${reason}`);
      }
      const written = rowOf(name);
      const isAsWritten =
        values.write ||
        (written?.isServedByJs === backends.includes('js') && written.pools === pools.join(', '));
      return { ...row, fault: isAsWritten ? null : 'docs/environments.md says otherwise' };
    },
    (error): Row => ({ environment, backends: [], pools: [], fault: String(error) }),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${row.fault === null ? 'ok' : 'FAILED'}: ${name}, ${[...row.backends, ...row.pools].join(', ')} (${seconds} s)`,
  );
  if (row.fault !== null) console.log(row.fault);
  return row;
}
