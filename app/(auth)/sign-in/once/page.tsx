import type { Metadata } from "next";
import { FirstAdminForm } from "#components/auth/first-admin-form.tsx";
import { OnceSignIn } from "#components/auth/once-sign-in.tsx";
import { OnceUsed } from "#components/auth/once-used.tsx";
import { serverApi } from "#lib/client/server-api.ts";
import type { OnceState } from "#lib/contract/accounts.ts";

export const metadata: Metadata = { title: "One-time link" };

/** The link that a start of the server prints. Looking at it changes nothing; its button uses it up. */
export default async function OncePage(props: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await props.searchParams;
  if (typeof token !== "string" || token.length > 200) return <OnceUsed />;
  const api = await serverApi();
  const state = await api.get<OnceState>("/api/v1/sign-in/once", { query: { token } });
  if (!state.valid) return <OnceUsed />;
  if (state.purpose === "create-first-admin") return <FirstAdminForm token={token} />;
  return <OnceSignIn token={token} name={state.name ?? "the first admin"} />;
}
