import { main } from '../command-line/command-line.ts';
import { run } from '../measure/run.ts';

const usage = `usage: npm run bench -- [CELL ...] [options]

Times the package on every backend that works here, beside the loops of a tutorial.
`;

await main(usage, 'bench.json', 0, (settings) => run(settings, ['loops', 'js']));
