import type { ConfigVersionRecord } from "#lib/store/records.ts";

/**
 * The content as a file to keep: as text, so that no browser runs what is in it, under a name made of letters, digits
 * and dots alone.
 */
export function contentAnswer({ config, version, content, hash }: ConfigVersionRecord): Response {
  const base = config
    .slice(-120)
    .replace(/[^\w.-]+/g, "_")
    .replace(/^\.+/, "");
  return new Response(content, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${base || "config"}.v${version}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      etag: `"${hash}"`,
    },
  });
}
