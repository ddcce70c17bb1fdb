import { UsageError } from './failure.ts';

/** The library's filters, in the spelling of the command line. */
export const filterNames = [
  'gaussian-blur',
  'box-blur',
  'motion-blur',
  'sharpen',
  'unsharp-mask',
  'emboss',
  'edges',
  'sobel',
  'scharr',
  'prewitt',
  'laplacian',
  'laplacian-of-gaussian',
] as const;

export type FilterName = (typeof filterNames)[number];

const shortNames: { readonly [name: string]: FilterName } = {
  blur: 'gaussian-blur',
  gaussian: 'gaussian-blur',
  box: 'box-blur',
  motion: 'motion-blur',
  unsharp: 'unsharp-mask',
  log: 'laplacian-of-gaussian',
};

/** The filter of a name in any spelling, such as gaussianBlur; undefined if there is none. */
export function findFilter(name: string): FilterName | undefined {
  const plain = (spelling: string) => spelling.toLowerCase().replaceAll(/[-_]/g, '');
  const found = filterNames.find((known) => plain(known) === plain(name));
  return (
    found ?? (Object.hasOwn(shortNames, name.toLowerCase()) ? shortNames[name.toLowerCase()] : undefined)
  );
}

export function filterNamed(name: string): FilterName {
  const found = findFilter(name);
  if (found === undefined) {
    throw new UsageError(
      `there is no filter "${name}"; there are ${filterNames.join(', ')}, or any --kernel`,
    );
  }
  return found;
}
