import type { Metadata } from "next";
import type { ReactNode } from "react";
import { BrandMark } from "#components/shell/brand-mark.tsx";

// The address may carry a one-time link: it must not travel to anybody as a referrer.
export const metadata: Metadata = { referrer: "no-referrer" };

/** The frame of the pages before sign-in: one column, where a thumb reaches it on a phone. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[26rem] flex-col px-5 pt-[14dvh] pb-8">
      <p className="mb-8 flex items-center gap-2 text-md font-medium text-secondary">
        <BrandMark size={20} />
        Locksmith
      </p>
      {children}
    </main>
  );
}
