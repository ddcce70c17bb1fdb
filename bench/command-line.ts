import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cells } from './cells.ts';

/** Something that whoever started the benchmark can put right. */
export class InputError extends Error {}

export interface Settings {
  readonly cells: readonly string[];
  /** Milliseconds for each row, into `out` and fresh; 0: every row runs once. */
  readonly time: number;
  readonly json: string;
}

/** Long enough for a hundred runs of the small kernels, short enough for all cells in a few minutes. */
const DEFAULT_TIME = 1000;

const help = `CELL         ${Object.keys(cells).join(' ')} (default: all)
--time MS    how long to measure each row, into out and fresh (default: ${DEFAULT_TIME})
--smoke      run everything once: answers are checked, times mean little
--json FILE  where all figures go (default: in bench/output)
--help       this text`;

/** Reads the command line and measures; `leading` positional arguments are not cells. */
export async function main(
  usage: string,
  defaultJson: string,
  leading: number,
  measure: (settings: Settings, leading: readonly string[]) => Promise<void>,
): Promise<void> {
  try {
    const { values, positionals } = parse(defaultJson);
    if (values.help) return console.log(`${usage}\n${help}`);
    const [first, names] = [positionals.slice(0, leading), positionals.slice(leading)];
    if (first.length < leading) throw new InputError(`too few arguments\n\n${usage}\n${help}`);
    const unknown = names.find((name) => !Object.hasOwn(cells, name));
    if (unknown !== undefined) {
      throw new InputError(`no cell is named "${unknown}"; there are ${Object.keys(cells).join(', ')}`);
    }
    const time = Number(values.time);
    if (!(time > 0)) throw new InputError(`--time takes milliseconds, not "${values.time}"`);
    const settings = {
      cells: names.length > 0 ? names : Object.keys(cells),
      time: values.smoke ? 0 : time,
      json: values.json,
    };
    await measure(settings, first);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  }
}

function parse(defaultJson: string) {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        time: { type: 'string', default: `${DEFAULT_TIME}` },
        smoke: { type: 'boolean', default: false },
        json: { type: 'string', default: fileURLToPath(new URL(`output/${defaultJson}`, import.meta.url)) },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new InputError((error as Error).message);
  }
}
