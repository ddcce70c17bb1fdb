import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const noAnimation = fileURLToPath(new URL('src/look/no-animation.ts', import.meta.url));

export default defineConfig({
  // Relative addresses: the built files work from any folder of any host.
  base: './',
  // Files of the benchmark import the package, too: from here, as all others do.
  resolve: {
    dedupe: ['convolve-wasm'],
    alias: { 'd3-transition': noAnimation, 'd3-interpolate': noAnimation },
  },
  // Workers' libraries, too, are found before the page asks for them; it would load once more otherwise.
  optimizeDeps: { entries: ['index.html', 'src/**/*.ts'] },
  // docs/playground.md names these browsers. What is newer in the style sheets is written in older terms.
  build: { target: 'es2022', cssTarget: ['chrome111', 'firefox121', 'safari16.4'] },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: ['../..'] } },
  preview: { host: '127.0.0.1' },
  plugins: [
    VitePWA({
      // src/offline.ts registers the service worker.
      injectRegister: null,
      manifest: false,
      // The next load shows a new version; nobody is asked.
      registerType: 'autoUpdate',
      workbox: {
        globPatterns: ['**/*.{html,js,css,png,jpg,svg}'],
        // As large as forty of these pages, for one button.
        globIgnores: ['**/opencv-*.js'],
        // A state in the address, or `?embed`, is the same page.
        ignoreURLParametersMatching: [/.*/],
        clientsClaim: true,
        // Other pages of the folder are not this one.
        navigateFallback: null,
      },
    }),
  ],
});
