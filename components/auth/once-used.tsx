"use client";

import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { CodeLine } from "#components/ui/code-line.tsx";

/** The one-time link is worth nothing (any more): why that may be, and what to do. */
export function OnceUsed() {
  return (
    <>
      <h1 className="text-2xl font-medium tracking-tight">This link cannot be used</h1>
      <div className="mt-3 flex flex-col gap-3 text-sm text-secondary">
        <p>
          It works once, for one hour, and only until the server starts again. It was used, it is too old, or
          a later start has replaced it.
        </p>
        <p>To get a new one, start the server again and take the link that it prints:</p>
        <CodeLine code="npm start" label="the command" />
      </div>
      <Link href="/sign-in" className={`${buttonClass("secondary", "lg")} mt-6 w-full`}>
        Sign in with a password
      </Link>
    </>
  );
}
