import { main } from '../command-line/command-line.ts';
import { InputError } from '../command-line/input-error.ts';
import { NativeReferences } from '../contenders/native-references.ts';
import { run } from '../measure/run.ts';

const usage = `usage: npm run bench:native -- PYTHON [CELL ...] [options]

Times the same as "npm run bench", with OpenCV and SciPy, on one thread, taking turns with it.

PYTHON       an interpreter that has opencv-python (or opencv-python-headless) and scipy`;

await main(usage, 'native.json', 1, async (settings, [path]) => {
  const native = { python: path!, versions: await versions(path!) };
  await run(settings, ['loops', 'js', 'scipy', 'scipy-fft', 'opencv', 'opencv-sep', 'opencv-stack'], native);
});

async function versions(python: string) {
  try {
    const references = await NativeReferences.start(python);
    references.stop();
    return references.versions;
  } catch (error) {
    throw new InputError(`${python} does not serve: ${(error as Error).message}`);
  }
}
