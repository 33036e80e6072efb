import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ConsoleFrame } from "#components/shell/console-frame.tsx";
import { ProblemError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";
import type { Me } from "#lib/contract/accounts.ts";

/** Every signed-in screen. A visitor who is not signed in signs in first, and then lands where the link led. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await visitor();
  if (me === null) {
    // Set by the server on every request that it hands to the pages.
    const wanted = (await headers()).get("x-locksmith-path") ?? "/";
    redirect(`/sign-in?next=${encodeURIComponent(wanted)}`);
  }
  return <ConsoleFrame me={me}>{children}</ConsoleFrame>;
}

async function visitor(): Promise<Me | null> {
  const api = await serverApi();
  try {
    return await api.get<Me>(apiPaths.me);
  } catch (error) {
    if (error instanceof ProblemError && error.code === "unauthenticated") return null;
    throw error;
  }
}
