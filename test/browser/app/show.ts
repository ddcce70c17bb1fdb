import type { Summary } from '../../package/run-suite.ts';

/** Shows a summary to whoever looks, and leaves it in the page for the test to read. */
export function show(summary: Summary): void {
  const { info, backends } = summary;
  const lines = [`${info.backend} serves: ${info.reason}`, ''];
  for (const { name, passed, failures, milliseconds } of backends) {
    lines.push(`${name}: ${passed} passed, ${failures.length} failed (${milliseconds} ms)`);
    lines.push(...failures.map((failure) => `    ${failure}`));
  }
  document.querySelector('pre')!.textContent = lines.join('\n');

  const machineReadable = document.createElement('script');
  machineReadable.type = 'application/json';
  machineReadable.textContent = JSON.stringify(summary);
  document.body.append(machineReadable);
}
