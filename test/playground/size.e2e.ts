import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { project } from './build.ts';

/** Gzipped bytes of the page and the package. */
const LIMIT = 250_000;

/** As large as forty of these pages, and loaded on demand. */
const opencv = /^assets\/opencv-module-/;

it('downloads less than 250 KB, with all parts but samples and opencv.js', () => {
  const dist = join(project, 'dist');
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(html|js|css)$/.test(file),
  );
  const sizes = scripts.map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file))).length }));
  const counted = sizes.filter(({ file }) => !opencv.test(file));
  const total = counted.reduce((sum, { bytes }) => sum + bytes, 0);
  console.table(sizes);
  console.log(`${total} of ${LIMIT} bytes, gzipped`);

  // The worker with the package, the page, its styles, both tabs, the benchmark's contenders, the service worker.
  expect(counted.length).toBeGreaterThan(7);
  expect(sizes.filter(({ file }) => opencv.test(file))).toHaveLength(1);
  expect(total).toBeLessThan(LIMIT);
});
