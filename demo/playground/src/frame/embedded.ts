/** Whether this page stands in another one, as `?embed` asks for. */
export const isEmbedded = new URLSearchParams(location.search).has('embed');
