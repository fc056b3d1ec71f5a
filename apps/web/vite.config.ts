import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./precompress.ts";
import { withoutSchemaWriter } from "./schema-writer.ts";

/** Where `vite` alone finds a running server; the built app is served by the server itself. */
const server = process.env.SIGNALBOX_URL ?? "http://127.0.0.1:7373";

export default defineConfig({
  // The server puts addresses that begin with "./" under the path at which it is found.
  base: "./",
  plugins: [react(), withoutSchemaWriter(), precompress()],
  build: {
    target: "es2023",
    // A strict CSP allows no data: URL but for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 650,
    // What every page needs is one file: cut by who else uses what, it would be dozens, which compress worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } } },
  },
  server: {
    proxy: {
      "/api": { target: server, ws: true },
      "/docs": server,
      "/openapi.json": server,
    },
  },
});
