import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pictures } from './pictures.ts';

// Draws docs/pictures anew. Numbers and pixels in them are results of the package.

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [file, draw] of Object.entries(pictures)) {
  writeFileSync(folder + file, await draw());
  console.log(`-> docs/pictures/${file}`);
}
