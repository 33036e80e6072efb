import type { MetadataRoute } from "next";

/**
 * The console as an app on a phone or a desk. There is no service worker, on purpose: a console that is offline must not
 * show yesterday. Without its server it shows the browser's own "no connection", which nobody takes for a calm fleet.
 */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: "/",
    name: "Locksmith",
    short_name: "Locksmith",
    description: "Who holds which lock, whether the holder is alive, and what can be done about it.",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#0c0e11",
    theme_color: "#0c0e11",
    icons: [
      { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [
      { name: "Incidents", url: "/incidents" },
      { name: "Locks", url: "/locks" },
      { name: "Operations", url: "/operations" },
    ],
  };
}
