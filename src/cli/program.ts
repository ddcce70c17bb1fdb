import { Command, InvalidArgumentError, Option } from 'commander';
import { colourMapNames } from './colour-map-names.ts';
import { filterNames } from './filter-names.ts';
import {
  addCallOptions,
  addKernelOptions,
  choice,
  dtypeOption,
  milliseconds,
  number,
  numbers,
  perAxis,
  percentiles,
  shape,
  sizes,
} from './options.ts';
import { version } from './version.ts';

const exits = `Exit codes: 0 all done; 1 something failed; 2 wrong usage, nothing was done;
130 or 143 interrupted.`;
const kernelForms = "rows such as '[[0, 1], [2, 3]]', or a file: .json, .csv, .tsv, .txt, .npy";

/** The commands and their options. The module of a command is loaded when it runs. */
export function createProgram(): Command {
  const program = new Command('convolve-wasm')
    .description('Two-dimensional convolution of pictures and numbers,\nby WebAssembly or JavaScript.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this text')
    .helpCommand(false)
    .configureHelp({ helpWidth: 80 })
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
  convolve-wasm filter gaussian-blur 'photos/*.jpg' --sigma 2 -o blurred/
  convolve-wasm plot --demo -o tutorial.png
  convolve-wasm explain --shape 1080x1920 --kernel-shape 15x15
  convolve-wasm bench
  convolve-wasm help filter

${exits}`,
    );
  addFilter(program);
  addPlot(program);
  addBench(program);
  addInfo(program);
  addExplain(program);
  addCompletion(program);
  addHelp(program);
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
      `Filters pictures: PNG, JPEG, WebP, TIFF, GIF, AVIF, and whatever else the package sharp reads.\n\nFilters: ${filterNames.join(', ')}; or any --kernel.`,
    )
    .usage(
      '<filter> <pictures...> -o <output> [options]\n       convolve-wasm filter -k <kernel> <pictures...> -o <output> [options]',
    )
    .argument(
      '[filter-and-pictures...]',
      'a filter, unless there is a --kernel; files, folders, patterns such as "*.jpg" or "**/*.jpg", or - for standard input',
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
      "of files in a folder, or of standard output: png, jpg, webp, tif, gif or avif (default: the picture's)",
    )
    .option('--quality <1-100>', 'of JPEG, WebP and AVIF', number)
    .option(
      '--stream',
      'filter row by row, from file to file, in little memory: also without it, where the samples of a picture take more than 256 MiB',
    )
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
Convolution flips the kernel: it rotates the kernel by 180 degrees.
--operation correlate2d does not. Results have 8 or 16 bits as the picture has;
gradients (sobel, scharr, prewitt) show their magnitude.

Examples:
  convolve-wasm filter gaussian-blur photo.jpg --sigma 2 -o blurred.jpg
  convolve-wasm filter sobel 'photos/**/*.jpg' -o edges/ --format png
  convolve-wasm filter blur - --sigma 5 -o - --format png < photo.jpg > soft.png
  convolve-wasm filter --kernel sharpen.csv a.png b.png -o sharpened/
  convolve-wasm filter --kernel '[[-1,-1,-1],[-1,8,-1],[-1,-1,-1]]' \\
    photo.jpg --gray --padding 2 -o edges.png

${exits}`,
    )
    .action(async (args: string[], flags) => (await import('./filter.ts')).filter(args, flags));
}

function addPlot(program: Command): void {
  const colours =
    'viridis, plasma, inferno, magma, cividis, turbo, gray, or, for numbers of both signs, RdBu, RdYlBu, PRGn, BrBG, PiYG with 0 in the middle; _r at the end reverses (default: RdBu_r for numbers of both signs, else viridis)';
  const command = program
    .command('plot')
    .summary('draw kernel, image and result')
    .description('Draws kernel, image and result side by side as heat maps. Turns colours gray first.')
    .argument('[image]', 'a picture, or numbers: .json, .csv, .tsv, .txt, .npy')
    .requiredOption('-o, --output <file>', 'a .png or .svg')
    .option('-k, --kernel <kernel>', kernelForms)
    .option('--demo', "the image of SciPy's tutorial, and by default its kernel and boundary symm")
    .option('--title <text>', 'above the maps (default: the call)')
    .option('-f, --force', 'overwrite the file')
    .optionsGroup('Colours:')
    .addOption(
      new Option('--cmap <name>', colours).argParser((name) => {
        if (colourMapNames.includes(name)) return name;
        throw new InvalidArgumentError(`Allowed choices are ${colourMapNames.join(', ')}.`);
      }),
    )
    .option(
      '--percentile <low,high>',
      'limits of image and result: values beyond get the colour of the limit (default: 0,100, but 1,99 for results of both signs of a picture)',
      percentiles,
    )
    .option('--vmin <n>', 'lower limit of the result (default: its least value)', number)
    .option('--vmax <n>', 'upper limit of the result (default: its greatest value)', number)
    .optionsGroup('Options of the kernel:');
  addKernelOptions(command).optionsGroup('Options of the call:');
  addCallOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  convolve-wasm plot --demo -o tutorial.png
  convolve-wasm plot image.npy --kernel kernel.csv --boundary symm -o result.svg
  convolve-wasm plot photo.jpg --kernel '[[1,0,-1],[2,0,-2],[1,0,-1]]' \\
    --operation correlate2d --percentile 1,99 -o sobel.png

${exits}`,
    )
    .action(async (image: string | undefined, flags) => (await import('./plot.ts')).plot(image, flags));
}

function addBench(program: Command): void {
  program
    .command('bench')
    .summary('time WebAssembly against JavaScript')
    .description(
      'Times the backends on this machine, and the four loops of tutorials beside them: some seconds.',
    )
    .option('--sizes <list>', 'of the image, such as 512,1080x1920 (default: 1024)', sizes)
    .option('--kernels <list>', 'sizes of the kernel, such as 3,5,15x15 (default: 3)', sizes)
    .addOption(choice('--dtype', ['float32', 'uint8'], 'element type of the image (default: float32)'))
    .option('--time <ms>', 'for each backend, size and kernel (default: 400)', milliseconds)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Without --sizes, --kernels and --dtype it times kernels of 3, 5 and 15 on
float32, and the edges of a picture of full HD.

Examples:
  convolve-wasm bench
  convolve-wasm bench --sizes 256,480x640 --kernels 3,9 --dtype uint8 --time 50`,
    )
    .action(async (flags) => (await import('./bench.ts')).bench(flags));
}

function addInfo(program: Command): void {
  program
    .command('info')
    .summary('print versions and backends')
    .description('Prints versions, this machine, and which backends work here.')
    .option('--json', 'print JSON')
    .action(async (flags) => (await import('./info.ts')).info(flags));
}

function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .summary('tell how an image would be filtered')
    .description('Tells by which method an image would be filtered, and why.')
    .requiredOption('-s, --shape <rows>x<columns>', 'of the image; x3 for three channels', shape)
    .option('-k, --kernel <kernel>', kernelForms)
    .option('--kernel-shape <rows>x<columns>', 'a kernel of noise instead, which is no outer product', shape)
    .addOption(dtypeOption("the image's element type (default: float32)"))
    .addOption(dtypeOption("the result's (default: by the image's)", '--result-dtype'))
    .option('--json', 'print JSON')
    .optionsGroup('Options of the kernel:');
  addKernelOptions(command).optionsGroup('Options of the call:');
  addCallOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  convolve-wasm explain --shape 1080x1920 --kernel '[[1,2,1],[2,4,2],[1,2,1]]'
  convolve-wasm explain --shape 4000x6000x3 --kernel-shape 31x31 --dtype uint8`,
    )
    .action(async (flags) => (await import('./explain.ts')).explainPlan(flags));
}

function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print completions for a shell')
    .description(
      'Prints a script that lets the shell complete commands, filters, options and their values after convolve-wasm.',
    )
    .addArgument(program.createArgument('<bash|zsh|fish>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Where it goes:
  bash   convolve-wasm completion bash >> ~/.bashrc
  zsh    convolve-wasm completion zsh > a folder of $fpath, as _convolve-wasm
  fish   convolve-wasm completion fish > a folder of $fish_complete_path,
         as convolve-wasm.fish

Examples:
  convolve-wasm completion bash`,
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      console.log((await import('./completion.ts')).completion(program, shell));
    });
}

/** Commander's own help command says nothing of a command that there is not. */
function addHelp(program: Command): void {
  program
    .command('help')
    .summary('describe a command and its options')
    .description('Describes a command and its options.')
    .argument('[command]', 'any command')
    .action((name?: string) => {
      const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
      if (command === undefined) program.error(`unknown command '${name}'`);
      command.help();
    });
}
