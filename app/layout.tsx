import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";
import { serverBuild } from "#lib/client/server-api.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { template: "%s · Locksmith", default: "Locksmith" },
  description: "Who holds which lock, whether the holder is alive, and what can be done about it.",
  icons: { icon: "/icon.svg", apple: "/apple-touch-icon.png" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: "#0c0e11",
};

/** The document: fonts, theme and providers. Every page is rendered per request, on the server's clock. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    <html
      lang="en"
      data-theme="dark"
      data-build={serverBuild()}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <Providers renderedMs={Date.now()} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
