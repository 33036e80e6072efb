"use client";

import { useEffect, useState } from "react";

/** A value that follows once it has not changed for `settleMs`. */
export function useSettled<T>(value: T, settleMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const id = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(id);
  }, [value, settleMs]);
  return settled;
}
