import { Command } from 'commander';
import { filterNames } from './filter-names.ts';
import {
  addCallOptions,
  addKernelOptions,
  choice,
  dtypeOption,
  number,
  numbers,
  perAxis,
  shape,
} from './options.ts';
import { version } from './version.ts';

const exits =
  'Exit codes: 0 all done, 1 something failed, 2 wrong usage, nothing done; 130, 143 interrupted.';
const kernelForms = "rows such as '[[0, 1], [2, 3]]', or a file: .json, .csv, .tsv, .txt, .npy";

/** The commands and their options. The module of a command is loaded when it runs. */
export function createProgram(): Command {
  const program = new Command('convolve-wasm')
    .description('Two-dimensional convolution of pictures and numbers, by WebAssembly or JavaScript.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this text')
    .helpCommand(false)
    .configureHelp({ helpWidth: 110 })
    .configureOutput({
      outputError(text, write) {
        const line = text.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
        write(`convolve-wasm: ${line.trim()}\n`);
      },
    })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  convolve-wasm filter edges photo.jpg -o edges.png
  convolve-wasm filter --kernel '[[-1,-1,-1],[-1,8,-1],[-1,-1,-1]]' photo.jpg --gray --padding 2 -o edges.png
  convolve-wasm plot --demo -o tutorial.png
  convolve-wasm explain --shape 1080x1920 --kernel-shape 15x15
  convolve-wasm bench

convolve-wasm <command> --help tells more. ${exits}`,
    );
  addFilter(program);
  addPlot(program);
  addBench(program);
  addInfo(program);
  addExplain(program);
  return program;
}

function addFilter(program: Command): void {
  const show =
    'how values become pixels: clamp saturates, abs removes the sign first, minmax stretches (default: minmax for gradients and laplacian-of-gaussian, abs for laplacian, else clamp)';
  const blurs = 'gaussian-blur, unsharp-mask (also rows,columns)';
  const alpha =
    'keep alpha, weigh colours by it, or filter it like a colour (default: premultiply for blurs of transparent pictures, else preserve)';
  const command = program
    .command('filter')
    .summary('filter pictures')
    .description(
      `Filters pictures: PNG, JPEG, WebP and TIFF, and whatever else the package sharp reads.\n\nFilters: ${filterNames.join(', ')}; or any --kernel.`,
    )
    .usage(
      '<filter> <pictures...> -o <output> [options]\n       convolve-wasm filter --kernel <kernel> <pictures...> -o <output> [options]',
    )
    .argument(
      '[filter-and-pictures...]',
      'a filter, unless there is a --kernel; files, folders, patterns as "*.jpg", or - for standard input',
    )
    .option(
      '-o, --output <path>',
      'a file, or - for standard output; for several pictures a folder (ends in / or exists)',
    )
    .option('-k, --kernel <kernel>', kernelForms)
    .option('--gray', 'turn gray first, without alpha')
    .addOption(choice('--show', ['clamp', 'abs', 'minmax'], show))
    .addOption(choice('--alpha', ['preserve', 'premultiply', 'filter'], alpha))
    .option(
      '--format <extension>',
      'of files in a folder, or of standard output: png, jpg, webp, tif, ... (default: as the picture)',
    )
    .option('--quality <1-100>', 'of JPEG and WebP', number)
    .option('-f, --force', 'overwrite files')
    .option('-q, --quiet', 'say only what failed')
    .optionsGroup('Options of some filters:')
    .option('--sigma <n>', `in pixels, of ${blurs}, laplacian-of-gaussian`, numbers)
    .option('--size <n>', `of box-blur, ${blurs}, sobel, laplacian`, perAxis(1))
    .option('--amount <n>', 'of unsharp-mask', number)
    .option('--threshold <n>', 'of unsharp-mask', number)
    .option('--length <n>', 'of motion-blur: pixels', number)
    .option('--angle <n>', 'of motion-blur: degrees, clockwise from the horizontal', number)
    .optionsGroup('Options of a --kernel:');
  addKernelOptions(command).optionsGroup('Options of all filters:');
  addCallOptions(command)
    .addHelpText(
      'after',
      `
Convolution flips the kernel, that is, rotates it by 180 degrees; --operation correlate2d does not.
Results have 8 or 16 bits as the picture has; gradients (sobel, scharr, prewitt) show their magnitude.

Examples:
  convolve-wasm filter gaussian-blur photo.jpg --sigma 2 -o blurred.jpg
  convolve-wasm filter sobel 'photos/*.jpg' -o edges/ --format png
  curl -s https://example.org/photo.jpg | convolve-wasm filter blur - --sigma 5 -o - --format png > soft.png
  convolve-wasm filter --kernel sharpen.csv a.png b.png -o sharpened/
  convolve-wasm filter --kernel '[[-1,-1,-1],[-1,8,-1],[-1,-1,-1]]' photo.jpg --gray --padding 2 -o edges.png

${exits}`,
    )
    .action(async (args: string[], flags) => (await import('./filter.ts')).filter(args, flags));
}

function addPlot(program: Command): void {
  const command = program
    .command('plot')
    .summary('draw kernel, image and result')
    .description('Draws kernel, image and result side by side as heat maps. Turns colours gray first.')
    .argument('[image]', 'a picture, or numbers: .json, .csv, .tsv, .txt, .npy')
    .requiredOption('-o, --output <file>', 'a .png or .svg')
    .option('-k, --kernel <kernel>', kernelForms)
    .option('--demo', "the image of SciPy's tutorial, and by default its kernel and boundary symm")
    .option('--title <text>', 'above the maps (default: the call)')
    .option('-f, --force', 'overwrite the file');
  addKernelOptions(command);
  addCallOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  convolve-wasm plot --demo -o tutorial.png
  convolve-wasm plot image.npy --kernel kernel.csv --boundary symm -o result.svg
  convolve-wasm plot photo.jpg --kernel '[[1,0,-1],[2,0,-2],[1,0,-1]]' --operation correlate2d -o sobel.png

${exits}`,
    )
    .action(async (image: string | undefined, flags) => (await import('./plot.ts')).plot(image, flags));
}

function addBench(program: Command): void {
  program
    .command('bench')
    .summary('time JavaScript against WebAssembly')
    .description('Times the backends on this machine: some seconds.')
    .option('--json', 'print JSON')
    .action(async (flags) => (await import('./bench.ts')).bench(flags));
}

function addInfo(program: Command): void {
  program
    .command('info')
    .summary('versions and backends')
    .description('Prints versions, this machine, and which backends work here.')
    .option('--json', 'print JSON')
    .action(async (flags) => (await import('./info.ts')).info(flags));
}

function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .summary('tell how something would be computed')
    .description('Tells by which method an image would be filtered, and why.')
    .requiredOption('-s, --shape <rows>x<columns>', 'of the image; x3 for three channels', shape)
    .option('-k, --kernel <kernel>', kernelForms)
    .option('--kernel-shape <rows>x<columns>', 'a kernel of noise instead, which is no outer product', shape)
    .addOption(dtypeOption("the image's element type (default: float32)"))
    .addOption(dtypeOption("the result's (default: by the image's)", '--result-dtype'))
    .option('--json', 'print JSON');
  addKernelOptions(command);
  addCallOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  convolve-wasm explain --shape 1080x1920 --kernel '[[1,2,1],[2,4,2],[1,2,1]]' --normalize
  convolve-wasm explain --shape 4000x6000x3 --kernel-shape 31x31 --dtype uint8 --json`,
    )
    .action(async (flags) => (await import('./explain.ts')).explainPlan(flags));
}
