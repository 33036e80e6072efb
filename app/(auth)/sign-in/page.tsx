import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { safeNext } from "#lib/client/next-path.ts";
import { readMe } from "#lib/client/server-me.ts";

export const metadata: Metadata = { title: "Sign in" };

/** Sign-in by password; `next` is the page to come back to. */
export default async function SignInPage(props: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await props.searchParams;
  const target = safeNext(typeof next === "string" ? next : null);
  const me = await readMe();
  // At a display somebody may well want to sign in.
  if (me !== null && me.kind !== "display") redirect(target);
  return <SignInForm next={target} />;
}
