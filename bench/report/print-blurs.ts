import Table from 'cli-table3';
import { significant } from './significant.ts';

export interface BlurResult {
  readonly name: string;
  readonly sigma: number;
  /** The median, in milliseconds. */
  readonly time: number;
  /** Gray levels, of each picture that is large enough for the sigma. */
  readonly errors: { readonly [picture: string]: number };
}

export interface FlatResult {
  readonly image: string;
  /** Nanoseconds for an element of the result, by sigma. */
  readonly times: { readonly [sigma: number]: number };
}

/** One line for each blur, a column for each sigma. */
export function printBlurs(results: readonly BlurResult[], pictures: readonly string[]): void {
  console.log('\nMilliseconds by sigma:');
  printBySigma(results, ({ time }) => significant(time));
  for (const picture of pictures) {
    console.log(`\nLargest error by sigma, ${picture}, in gray levels (rounding alone: 0.5):`);
    printBySigma(results, ({ errors }) => errors[picture]?.toFixed(1) ?? '');
  }
}

function printBySigma(results: readonly BlurResult[], text: (result: BlurResult) => string): void {
  const sigmas = [...new Set(results.map(({ sigma }) => sigma))];
  const names = [...new Set(results.map(({ name }) => name))];
  const table = newTable(['', ...sigmas.map(String)]);
  for (const name of names) {
    const cells = sigmas.map((sigma) => {
      const found = results.find((result) => result.name === name && result.sigma === sigma);
      return found === undefined ? '' : text(found);
    });
    table.push([name, ...cells]);
  }
  console.log(table.toString());
}

/** The cost of a result for each sigma, and the ratio of the greatest to the least. */
export function printFlatness(results: readonly FlatResult[]): void {
  const sigmas = Object.keys(results[0]?.times ?? {});
  console.log('\nNanoseconds for each element of the result by sigma:');
  const table = newTable(['', ...sigmas, 'greatest / least']);
  for (const { image, times } of results) {
    const taken = Object.values(times);
    const ratio = Math.max(...taken) / Math.min(...taken);
    table.push([image, ...taken.map(significant), ratio.toFixed(2)]);
  }
  console.log(table.toString());
}

function newTable(head: string[]) {
  return new Table({
    head,
    colAligns: ['left', ...Array(head.length - 1).fill('right')],
    style: { head: [], border: [], compact: true },
  });
}
