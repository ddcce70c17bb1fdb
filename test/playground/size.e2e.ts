import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { project } from './build.ts';

/** Gzipped bytes of the page and the package. */
const LIMIT = 250_000;

/** What only the benchmark loads: the contenders beside the package, and opencv.js, which is loaded on demand. */
const ofBenchmark = /^assets\/(measure|opencv-module)-/;

it('downloads less than 250 KB, with all parts but samples and the contenders of the benchmark', () => {
  const dist = join(project, 'dist');
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(html|js|css)$/.test(file),
  );
  const sizes = scripts.map((file) => ({ file, bytes: gzipSync(readFileSync(join(dist, file))).length }));
  const counted = sizes.filter(({ file }) => !ofBenchmark.test(file));
  const total = counted.reduce((sum, { bytes }) => sum + bytes, 0);
  console.table(sizes);
  console.log(`${total} of ${LIMIT} bytes, gzipped`);

  // The worker with the package, the page, its styles, both tabs, the service worker.
  expect(counted.length).toBeGreaterThan(6);
  expect(sizes.filter(({ file }) => ofBenchmark.test(file))).toHaveLength(2);
  expect(total).toBeLessThan(LIMIT);
});
