import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Project, ts } from 'ts-morph';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/*
 * What editors show, by both of TypeScript's language services: that of TypeScript 6 is a library, which `ts-morph` brings; that
 * of TypeScript 7 is a server.
 */

/** Marks a place in a module where the cursor goes; no part of the module. */
export const cursor = '|';

/** What is shown with the cursor on a name. */
export interface Hover {
  readonly name: string;
  readonly documented: boolean;
  readonly example: boolean;
}

/** Opens a module, and hovers over the name at each cursor in it. */
export type HoverOver = (module: string) => Promise<Hover[]>;

/** An editor with TypeScript 6. Each method opens a module, and answers for each cursor in it. */
export interface Editor {
  readonly hover: HoverOver;
  /** The properties that are offered in an object literal. */
  properties(module: string): string[][];
  /** The parameters that are shown without documentation in the arguments of a call. */
  undocumentedParameters(module: string): string[][];
  /** The names that a package exports, types among them. */
  exportsOf(name: string): string[];
}

/** The text of a module without its cursors, and their places. */
function withoutCursors(module: string): { text: string; places: number[] } {
  const parts = module.split(cursor);
  const places = parts.slice(1).map((_, n) => parts.slice(0, n + 1).join('').length);
  return { text: parts.join(''), places };
}

const nameAt = (text: string, place: number) => /\w*/.exec(text.slice(place))![0];

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

  /** Opens a module, which is not on disk, and asks something for each cursor. */
  const ask = <T>(module: string, question: (place: number, text: string) => T): T[] => {
    const { text, places } = withoutCursors(module);
    project.createSourceFile(file, text, { overwrite: true });
    return places.map((place) => question(place, text));
  };
  const isText = (parts: readonly ts.SymbolDisplayPart[] | undefined) =>
    (parts ?? []).some(({ text }) => text.trim() !== '');

  return {
    hover: async (module) =>
      ask(module, (place, text) => {
        const { documentation, tags } = service.getQuickInfoAtPosition(file, place)!;
        const example = tags?.find(({ name }) => name === 'example');
        return {
          name: nameAt(text, place),
          documented: isText(documentation),
          example: isText(example?.text),
        };
      }),
    properties: (module) =>
      ask(module, (place) => {
        const { entries } = service.getCompletionsAtPosition(file, place, undefined)!;
        return entries.flatMap(({ kind, name }) =>
          kind === ts.ScriptElementKind.memberVariableElement ? name : [],
        );
      }),
    undocumentedParameters: (module) =>
      ask(module, (place) => {
        const { items, selectedItemIndex } = service.getSignatureHelpItems(file, place, undefined)!;
        const { parameters } = items[selectedItemIndex]!;
        return parameters.flatMap(({ name, documentation }) => (isText(documentation) ? [] : name));
      }),
    exportsOf(name) {
      ask(`export * from '${name}';`, () => null);
      return [...project.getSourceFileOrThrow(file).getExportedDeclarations().keys()];
    },
  };
}

/** An editor with TypeScript 7, whose server runs until `stop` is called. */
export async function startServer(folder: string): Promise<{ readonly hover: HoverOver; stop(): void }> {
  const compiler = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');
  const server: ChildProcess = spawn(process.execPath, [compiler, '--lsp', '--stdio'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout!),
    new StreamMessageWriter(server.stdin!),
  );
  // It asks for settings, and says which files it watches.
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onRequest(() => null);
  connection.listen();
  const hover = { contentFormat: ['markdown'] };
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { textDocument: { hover } },
  });
  await connection.sendNotification('initialized', {});
  let opened = 0;
  return {
    async hover(module) {
      const { text, places } = withoutCursors(module);
      const uri = pathToFileURL(join(folder, `server-${opened++}.ts`)).href;
      const languageId = 'typescript';
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
      const hovers: Hover[] = [];
      for (const place of places) {
        const lines = text.slice(0, place).split('\n');
        const position = { line: lines.length - 1, character: lines.at(-1)!.length };
        const shown = await connection.sendRequest<{ contents: { value: string } } | null>(
          'textDocument/hover',
          { textDocument: { uri }, position },
        );
        // The type as a block of code, the documentation, the tags.
        const [, words = '', tags = ''] =
          /^```\w+\n.*?\n```\n(.*?)(\n\*@.*)?$/s.exec(shown?.contents.value ?? '') ?? [];
        hovers.push({
          name: nameAt(text, place),
          documented: words.trim() !== '',
          example: tags.includes('*@example*'),
        });
      }
      return hovers;
    },
    stop() {
      connection.dispose();
      server.kill();
    },
  };
}
