import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";

import remixConfig from "./remix.config.js";

export default defineConfig({
  // The plugin takes over module loading, which Vitest must keep.
  plugins: process.env["VITEST"] ? [] : [remix(remixConfig)],
  server: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 3000), allowedHosts: true },
  build: { assetsInlineLimit: 0, target: "es2022" },
  optimizeDeps: { include: ["@shopify/app-bridge-react", "@shopify/polaris"] },
});
