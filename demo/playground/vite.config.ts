import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the built files work from any folder of any host.
  base: './',
  build: { target: 'es2022' },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: ['../..'] } },
  preview: { host: '127.0.0.1' },
});
