/* A font of letters that are 5 wide and 7 high. Drawn with it, a text has the same pixels everywhere. */

export const letterWidth = 5;
export const letterHeight = 7;

/** The rows of each letter from A on, from the top: a bit for each column, the leftmost first, two hexadecimal digits a row. */
const letters = [
  '0e11111f111111', // A
  '1e11111e11111e',
  '0e11101010110e',
  '1e11111111111e',
  '1f10101e10101f', // E
  '1f10101e101010',
  '0e11101711110f',
  '1111111f111111',
  '0e04040404040e', // I
  '0702020202120c',
  '11121418141211',
  '1010101010101f',
  '111b1515111111', // M
  '11111915131111',
  '0e11111111110e',
  '1e11111e101010',
  '0e11111115120d', // Q
  '1e11111e141211',
  '0f10100e01011e',
  '1f040404040404',
  '1111111111110e', // U
  '11111111110a04',
  '1111111515150a',
  '11110a040a1111',
  '1111110a040404', // Y
  '1f01020408101f',
];

/** Whether there is ink in a row and column of a letter from `A` to `Z`; there is none in a space, or beside a letter. */
export function isInk(letter: string, row: number, column: number): boolean {
  if (letter < 'A' || letter > 'Z' || column < 0 || column >= letterWidth || row < 0 || row >= letterHeight) {
    return false;
  }
  const bits = letters[letter.charCodeAt(0) - 'A'.charCodeAt(0)]!.slice(2 * row, 2 * row + 2);
  return ((Number.parseInt(bits, 16) >> (letterWidth - 1 - column)) & 1) === 1;
}
