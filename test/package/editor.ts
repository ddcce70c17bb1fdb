import { join } from 'node:path';
import { Project, ts } from 'ts-morph';

/*
 * An editor with the language service of TypeScript 6, which `ts-morph` brings: that of TypeScript 7 has no interface for
 * programs yet.
 */

/** Marks a place in a module where the cursor goes; no part of the module. */
export const cursor = '|';

/** What is shown with the cursor on a name. */
export interface Hover {
  readonly name: string;
  readonly documented: boolean;
  readonly example: boolean;
}

/** Each method opens a module, and answers for each cursor in it. */
export interface Editor {
  hover(module: string): Hover[];
  /** The properties that are offered in an object literal. */
  properties(module: string): string[][];
  /** The parameters that are shown without documentation in the arguments of a call. */
  undocumentedParameters(module: string): string[][];
  /** The names that a package exports, types among them. */
  exportsOf(name: string): string[];
}

/** @param folder Where the modules are, with the package in its node_modules. */
export function createEditor(folder: string): Editor {
  const file = join(folder, 'editor.ts');
  const project = new Project({
    compilerOptions: {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
      strict: true,
    },
  });
  const service = project.getLanguageService().compilerObject;

  /** Opens a module, which is not on disk; returns the places of the cursors. */
  const open = (module: string): number[] => {
    const parts = module.split(cursor);
    project.createSourceFile(file, parts.join(''), { overwrite: true });
    return parts.slice(1).map((_, n) => parts.slice(0, n + 1).join('').length);
  };
  const isText = (parts: readonly ts.SymbolDisplayPart[] | undefined) =>
    (parts ?? []).some(({ text }) => text.trim() !== '');

  return {
    hover: (module) =>
      open(module).map((at) => {
        const { textSpan, documentation, tags } = service.getQuickInfoAtPosition(file, at)!;
        const name = project.getSourceFileOrThrow(file).getFullText().substr(textSpan.start, textSpan.length);
        const example = tags?.find((tag) => tag.name === 'example');
        return { name, documented: isText(documentation), example: isText(example?.text) };
      }),
    properties: (module) =>
      open(module).map((at) => {
        const { entries } = service.getCompletionsAtPosition(file, at, undefined)!;
        return entries.flatMap(({ kind, name }) =>
          kind === ts.ScriptElementKind.memberVariableElement ? name : [],
        );
      }),
    undocumentedParameters: (module) =>
      open(module).map((at) => {
        const { items, selectedItemIndex } = service.getSignatureHelpItems(file, at, undefined)!;
        const { parameters } = items[selectedItemIndex]!;
        return parameters.flatMap(({ name, documentation }) => (isText(documentation) ? [] : name));
      }),
    exportsOf(name) {
      open(`export * from '${name}';`);
      return [...project.getSourceFileOrThrow(file).getExportedDeclarations().keys()];
    },
  };
}
