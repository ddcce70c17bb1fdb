/** Code that shows the views of a state in another page. */
export function embedCode(address: string): string {
  const [page, hash] = address.split('#');
  const source = `${page!.split('?')[0]}?embed${hash === undefined ? '' : `#${hash}`}`;
  const escaped = source.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${escaped}" title="Convolution playground" width="100%" height="420" loading="lazy"></iframe>`;
}
