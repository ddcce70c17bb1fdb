// Plain JavaScript: a TypeScript loader in the process would slow the import down.
process.once('message', async ({ module, image, kernel, options }) => {
  const start = performance.now();
  const { convolve2d } = await import(module);
  const imported = performance.now();
  convolve2d(image, kernel, options);
  const first = performance.now();
  convolve2d(image, kernel, options);
  const second = performance.now();
  process.send({ import: imported - start, first: first - imported, second: second - first });
  process.disconnect();
});
