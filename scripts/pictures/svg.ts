// SVG as text: what the drawings of the documentation are made of.

/** Okabe and Ito's colours for all kinds of sight, darkened until text in them has a contrast of 4.5 on white. */
export const colours = {
  image: '#0067a5',
  kernel: '#b84a00',
  result: '#007a58',
  text: '#24292f',
  faint: '#57606a',
};

/** Tints of these for areas. */
export const tints = { image: '#dcebf5', kernel: '#fbe3d3', result: '#d8efe6', none: '#ffffff' };

/** A picture on white, so that it can be read in dark pages too. `title` is its text alternative. */
export function svg(width: number, height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="DejaVu Sans, Verdana, sans-serif" role="img"><title>${title}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="white"/>`,
    ...parts,
    '</svg>\n',
  ].join('');
}

export interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly weight?: 'normal' | 'bold';
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** Text whose baseline starts, has its middle or ends at x, y. */
export function text(
  words: string | number,
  x: number,
  y: number,
  { size = 13, fill = colours.text, weight = 'normal', anchor = 'middle' }: TextStyle = {},
): string {
  const escaped = String(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped}</text>`;
}

/** The outline of a rectangle. */
export function frame(
  x: number,
  y: number,
  width: number,
  height: number,
  stroke: string,
  { dash = '', thickness = 2.5 } = {},
): string {
  const dashes = dash && ` stroke-dasharray="${dash}"`;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${stroke}" stroke-width="${thickness}"${dashes}/>`;
}

/** A square of a grid, with what stands in it. */
export interface Cell {
  readonly words?: string | number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly weight?: 'normal' | 'bold';
}

/** Rows of square cells from x, y to the right and down. */
export function grid(x: number, y: number, side: number, rows: readonly (readonly Cell[])[]): string {
  return rows
    .flatMap((row, i) => row.map((cell, j) => square(x + j * side, y + i * side, side, cell)))
    .join('');
}

function square(x: number, y: number, side: number, { words, fill = 'none', stroke, weight }: Cell): string {
  const box = `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="${fill}" stroke="${stroke ?? '#8c959f'}"/>`;
  if (words === undefined) return box;
  return box + text(words, x + side / 2, y + side / 2 + 4.5, { ...(weight && { weight }) });
}

/** Cells of one colour. */
export function cells(rows: number, columns: number, cell: Cell): Cell[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => cell));
}

/** Numbers as cells of one colour; a real minus sign. */
export function numbers(values: readonly (readonly number[])[], fill: string): Cell[][] {
  return values.map((row) => row.map((value) => ({ words: signed(value), fill })));
}

export function signed(value: number): string {
  return String(value).replace('-', '−');
}
