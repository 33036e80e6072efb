"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

const Toaster = dynamic(() => import("./toaster.tsx").then((m) => m.Toaster), { ssr: false });

/**
 * Mounts the toaster with the first key or press: a toast always answers something that the reader did, so
 * until then its code can wait.
 */
export function ToasterSlot() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    if (wanted) return;
    const want = () => setWanted(true);
    window.addEventListener("pointerdown", want, { once: true, capture: true });
    window.addEventListener("keydown", want, { once: true, capture: true });
    return () => {
      window.removeEventListener("pointerdown", want, { capture: true });
      window.removeEventListener("keydown", want, { capture: true });
    };
  }, [wanted]);
  return wanted && <Toaster />;
}
