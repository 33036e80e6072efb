// @ts-check
import { fileURLToPath } from "node:url";

/**
 * JavaScript, because Next reads it at every start of the server, and for TypeScript would load its whole compiler.
 * @type {import("next").NextConfig}
 */
const config = {
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
  // tsc runs as its own step of `npm run check`; checking twice would only slow the first start.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // A page is loaded when it is first asked for: nobody visits all of them at the moment of the start.
  experimental: { preloadEntriesOnStart: false },
};

// Next requires a default export here.
export default config;
