import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';

export interface Registry {
  readonly url: string;
  close(): void;
}

/** An npm registry on this machine that has only these packages: a tarball for each manifest. */
export async function serveRegistry(
  packages: readonly { readonly manifest: { name: string; version: string }; readonly tarball: string }[],
): Promise<Registry> {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(String(request.url)).slice(1);
    const found = packages.find(
      ({ manifest, tarball }) => manifest.name === asked || basename(tarball) === asked,
    );
    if (found === undefined) {
      response.writeHead(404).end('{}');
      return;
    }
    const { manifest, tarball } = found;
    const bytes = readFileSync(tarball);
    if (basename(tarball) === asked) {
      response.end(bytes);
      return;
    }
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const dist = { tarball: `${url}${basename(tarball)}`, integrity };
    const versions = { [manifest.version]: { ...manifest, dist } };
    const document = { name: manifest.name, 'dist-tags': { latest: manifest.version }, versions };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, close: () => server.close() };
}
