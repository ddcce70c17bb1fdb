/* TypeScript: the compiler resolves the package and its types, and Node runs what it makes. */
import { type Environment, output, write } from './environment.ts';
import { asModule, parse, print } from './probe.ts';
import { nodeOf, tool } from './tools.ts';

function compiled(module: string, type: 'module' | 'commonjs', advice: string): Environment {
  return {
    name: `TypeScript, \`module: ${module}\`, ${type === 'module' ? 'modules' : 'CommonJS'}`,
    advice,
    isQuick: true,
    async run(folder) {
      const isBundler = module === 'esnext';
      write(folder, {
        'package.json': { type },
        'probe.ts': asModule(print),
        'tsconfig.json': {
          compilerOptions: {
            module,
            moduleResolution: isBundler ? 'bundler' : module,
            target: 'es2022',
            strict: true,
            lib: ['es2022', 'dom'],
            types: [],
          },
          files: ['probe.ts'],
        },
      });
      await output(folder, process.execPath, tool('typescript/bin/tsc'), '-p', '.');
      return [parse(await output(folder, nodeOf('20.0'), 'probe.js'))];
    },
  };
}

export const typescript: readonly Environment[] = [
  compiled('node16', 'commonjs', '`import`, which becomes `require`'),
  compiled('nodenext', 'module', '`import`'),
  compiled('esnext', 'module', '`import`, with `moduleResolution: bundler`'),
];
