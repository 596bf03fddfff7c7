import { defineConfig } from "vitest/config";

// `npm run dev` speaks to a running server (or the tests' fake one).
const api = process.env.SMARTDESK_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  build: {
    target: "es2022",
    // The page's policy forbids data: fonts and scripts; everything is a file of its own.
    assetsInlineLimit: 0,
    // ECharts alone passes the limit; it comes with the first chart, not with the first view.
    chunkSizeWarningLimit: 700,
  },
  test: { include: ["src/**/*_test.ts"] },
  server: { proxy: { "/api": api } },
});
