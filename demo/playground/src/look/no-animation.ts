/*
 * In place of d3-transition and d3-interpolate (see vite.config.ts), which d3-zoom imports for animated zooms. This page has none,
 * and spares the download of both and of what they need.
 */

/** Nothing is under way. */
export function interrupt(): void {}

export function interpolateZoom<View>(_start: View, end: View): () => View {
  return () => end;
}
