import { build } from 'esbuild';

/**
 * Bundles each entry with the suite, but without the package: its import stays one, of the name or the address
 * that `specifier` gives.
 */
export async function transpile(
  entryPoints: readonly string[],
  outdir: string,
  specifier: (name: string) => string = (name) => name,
): Promise<void> {
  await build({
    entryPoints: [...entryPoints],
    outdir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
    plugins: [
      {
        name: 'package stays outside',
        setup({ onResolve }) {
          onResolve({ filter: /^convolve-wasm(\/|$)/ }, ({ path }) => ({
            path: specifier(path),
            external: true,
          }));
        },
      },
    ],
  });
}
