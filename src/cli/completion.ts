import type { Command, Option } from 'commander';
import { colourMapNames } from './colour-map-names.ts';
import { filterNames } from './filter-names.ts';
import { boundaries } from './options.ts';
import { pictureExtensions } from './pictures.ts';

/** Values of options that are checked by a function, not by a list of choices. */
const values: { readonly [option: string]: readonly string[] } = {
  '--boundary': boundaries,
  '--cmap': colourMapNames,
  '--format': pictureExtensions.map((extension) => extension.slice(1)),
};

interface Flag {
  /** One or both of -o and --output. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** Where it is empty, files are completed. */
  readonly values: readonly string[];
}

interface Subcommand {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly Flag[];
  /** What may follow the command. */
  readonly words: readonly string[];
  readonly takesFiles: boolean;
}

const writers = { bash, zsh, fish };

/** A script that completes the commands of a program in a shell, without starting the program. */
export function completion(program: Command, shell: keyof typeof writers): string {
  const commands = program.createHelp().visibleCommands(program);
  const names = commands.map((command) => command.name());
  return writers[shell](
    commands.map((command) => ({
      name: command.name(),
      description: command.summary() || command.description(),
      flags: command.createHelp().visibleOptions(command).map(flagOf),
      words: wordsAfter(command, names),
      takesFiles: ['filter', 'plot'].includes(command.name()),
    })),
  );
}

function wordsAfter(command: Command, commands: readonly string[]): readonly string[] {
  if (command.name() === 'help') return commands;
  if (command.name() === 'filter') return filterNames;
  return command.registeredArguments[0]?.argChoices ?? [];
}

function flagOf(option: Option): Flag {
  const { short, long, description, required, argChoices } = option;
  return {
    names: [short, long].filter((name) => name !== undefined),
    description: description.replace(/ \(default.*/, ''),
    takesValue: required,
    values: argChoices ?? values[long!] ?? [],
  };
}

function bash(commands: readonly Subcommand[]): string {
  const choices = commands.flatMap(({ name, flags }) =>
    flags
      .filter((flag) => flag.values.length > 0)
      .map((flag) => {
        const patterns = flag.names.map((flagName) => `'${name} ${flagName}'`).join(' | ');
        return `    ${patterns}) words='${flag.values.join(' ')}' ;;`;
      }),
  );
  const rest = commands.map(({ name, flags, words }) => {
    const all = flags.flatMap(({ names }) => names).join(' ');
    return `        ${name}) [[ $word == -* ]] && words='${all}' || words='${words.join(' ')}' ;;`;
  });
  return `# Completions of convolve-wasm for bash.
_convolve_wasm() {
  local command=\${COMP_WORDS[1]} word=$2 before=$3 words=
  # Bash takes the = of --mode=full for a word.
  [[ $word == = ]] && word=
  [[ $before == = ]] && before=\${COMP_WORDS[COMP_CWORD - 2]}
  ((COMP_CWORD == 1)) && command= before=
  case "$command $before" in
${choices.join('\n')}
    *)
      case $command in
        '') words='${commands.map(({ name }) => name).join(' ')} --help --version' ;;
${rest.join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _convolve_wasm convolve-wasm convolve-wasm-cli`;
}

function zsh(commands: readonly Subcommand[]): string {
  const quoted = (text: string) => text.replaceAll(/[[\]:\\]/g, '\\$&').replaceAll("'", "'\\''");
  const argument = (words: readonly string[]) => (words.length > 0 ? `(${words.join(' ')})` : '_files');
  const cases = commands.map(({ name, flags, words, takesFiles }) => {
    const options = flags.flatMap(({ names, description, takesValue, values }) => {
      const value = takesValue ? `:value:${argument(values)}` : '';
      return names.map((flag) => `'(${names.join(' ')})${flag}[${quoted(description)}]${value}'`);
    });
    // The blank lets zsh run _alternative without arguments of its own.
    const choice = `(${words.join(' ')})`;
    const first = takesFiles ? ` _alternative "words:word:${choice}" "files:file:_files"` : choice;
    const rest = [
      ...(words.length > 0 ? [`'1:word:${first}'`] : []),
      ...(takesFiles ? ["'*:file:_files'"] : []),
    ];
    return `    ${name}) _arguments ${[...options, ...rest].join(' \\\n      ')} ;;`;
  });
  return `#compdef convolve-wasm convolve-wasm-cli
# Completions of convolve-wasm for zsh.
_convolve-wasm() {
  local -a commands=(
${commands.map(({ name, description }) => `    '${name}:${quoted(description)}'`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${cases.join('\n')}
  esac
}
# Loaded from a folder of $fpath, this file is the function; sourced, it names the function.
if [[ $funcstack[1] == _convolve-wasm ]]; then
  _convolve-wasm "$@"
else
  compdef _convolve-wasm convolve-wasm convolve-wasm-cli
fi`;
}

function fish(commands: readonly Subcommand[]): string {
  const quote = (text: string) => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
  const lines = commands.flatMap(({ name, description, flags, words, takesFiles }) => {
    const after = `-n '__fish_seen_subcommand_from ${name}'`;
    const options = flags.map(({ names, description, takesValue, values }) => {
      const flag = names.map((text) =>
        text.startsWith('--') ? `-l ${text.slice(2)}` : `-s ${text.slice(1)}`,
      );
      // -x: a value that is no file; -r: any value.
      const value = values.length > 0 ? ` -x -a ${quote(values.join(' '))}` : takesValue ? ' -r' : '';
      return `${after} ${flag.join(' ')}${value} -d ${quote(description)}`;
    });
    return [
      `-n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
      ...options,
      // -f: no files.
      `${after}${takesFiles ? '' : ' -f'} -a ${quote(words.join(' '))}`,
    ];
  });
  return [
    '# Completions of convolve-wasm for fish.',
    ...lines.map((line) => `complete -c convolve-wasm ${line}`),
  ].join('\n');
}
