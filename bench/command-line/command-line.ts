import { cells } from '../cells/cells.ts';
import { measuringOptions, parse, timeOf } from './arguments.ts';
import { InputError, reportInputErrors } from './input-error.ts';

export interface Settings {
  readonly cells: readonly string[];
  /** Milliseconds for each row and variant; 0: every row runs once. */
  readonly time: number;
  readonly json: string;
}

/** Long enough for a hundred runs of the small kernels, short enough for all cells in a few minutes. */
const DEFAULT_TIME = 1000;

const help = `CELL         ${Object.keys(cells).join(' ')} (default: all)
--time MS    how long to measure each row and variant (default: ${DEFAULT_TIME});
             of small-N a sample is 200 calls, and all times are those of one call
--smoke      run everything once, on smaller pictures: answers are checked, times mean little
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

/** Reads the command line and measures; `leading` positional arguments are not cells. */
export async function main(
  usage: string,
  defaultJson: string,
  leading: number,
  measure: (settings: Settings, leading: readonly string[]) => Promise<void>,
): Promise<void> {
  await reportInputErrors(async () => {
    const { values, positionals } = parse(measuringOptions(DEFAULT_TIME, defaultJson));
    if (values.help) return console.log(`${usage}\n${help}`);
    const [first, names] = [positionals.slice(0, leading), positionals.slice(leading)];
    if (first.length < leading) throw new InputError(`too few arguments\n\n${usage}\n${help}`);
    const unknown = names.find((name) => !Object.hasOwn(cells, name));
    if (unknown !== undefined) {
      throw new InputError(`no cell is named "${unknown}"; there are ${Object.keys(cells).join(', ')}`);
    }
    const chosen = names.length > 0 ? names : Object.keys(cells);
    await measure({ cells: chosen, time: timeOf(values), json: values.json }, first);
  });
}
