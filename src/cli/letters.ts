import blocks from './letters.json' with { type: 'json' };

// scripts/build.mjs keeps the same blocks of Unicode in the font of PNG plots.
const ranges = Object.values(blocks).map((ends) => ends.map((code) => Number.parseInt(code, 16)));

/** The characters of a text that the font of PNG plots lacks, each once. */
export function missingLetters(text: string): string[] {
  const letters = [...new Set(text)];
  return letters.filter((letter) => {
    const code = letter.codePointAt(0)!;
    return !ranges.some(([first, last]) => code >= first! && code <= last!);
  });
}
