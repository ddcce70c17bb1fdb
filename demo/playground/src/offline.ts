/** Keeps the built page for times without a network. Where the browser has no service workers, or refuses, nothing changes. */
export function keepForOffline(): void {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(new URL('sw.js', document.baseURI)).catch(() => {});
}
