"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { ServerClock } from "#components/ui/server-clock.tsx";
import { ToasterSlot } from "#components/ui/toaster-slot.tsx";
import { createQueryClient } from "./query-client.ts";

// The script that sets the theme before the first paint runs from the server's HTML alone; React warns of a
// script that it creates in the browser, so there it is inert text.
const themeScript = { type: typeof window === "undefined" ? "text/javascript" : "text/plain" };

/**
 * What every page needs around it. `renderedMs` is the server's clock at render; `nonce` lets the theme's inline
 * script run under this answer's content security policy.
 */
export function Providers(props: { renderedMs: number; nonce: string; children: ReactNode }) {
  const { renderedMs, nonce, children } = props;
  const [queryClient] = useState(createQueryClient);
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="dark"
      themes={["dark", "light"]}
      enableSystem={false}
      enableColorScheme={false}
      storageKey="locksmith.theme"
      scriptProps={themeScript}
      nonce={nonce}
    >
      <QueryClientProvider client={queryClient}>
        <NuqsAdapter>
          <ServerClock renderedMs={renderedMs}>
            {children}
            <ToasterSlot />
          </ServerClock>
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
