/** How the screens are built: `npm run build:admin` into admin/dist, which the gateway serves under /admin. */
import react from '@vitejs/plugin-react-swc';
import { defineConfig } from 'vite';

const GATEWAY = process.env.OMS_GATEWAY ?? 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
  // `npx vite --config admin/vite.config.mts`: the screens with hot reload, on the data of a running system.
  server: {
    host: '127.0.0.1',
    proxy: {
      '/graphql': { target: GATEWAY, ws: true },
      '/documents': GATEWAY,
      '/exports': GATEWAY,
      '/admin/config.json': GATEWAY,
      '/admin/local-token': GATEWAY,
      '/admin/queues': GATEWAY,
    },
  },
});
