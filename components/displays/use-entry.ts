"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { enterDisplayMutation, meQuery } from "#lib/client/displays.ts";
import type { Me } from "#lib/contract/accounts.ts";
import { takeSecret } from "./display-secret.ts";

export interface Entry {
  me: Me | null;
  /** Grows each time that a link let the browser in: whoever comes after has a stream of their own. */
  count: number;
  entering: boolean;
  error: Error | null;
  retry: () => void;
}

/**
 * Who looks: as the page was rendered, or as a display's link says that was opened here. A page that was opened from
 * another site came without the display's cookie, so this asks once more from here.
 */
export function useEntry(rendered: Me | null): Entry {
  const enter = useMutation(enterDisplayMutation());
  const asked = useQuery({ ...meQuery(), enabled: rendered === null });
  const [count, setCount] = useState(0);
  const { mutate } = enter;
  useEffect(() => {
    const take = () => {
      const secret = takeSecret();
      if (secret !== null) mutate(secret, { onSuccess: () => setCount((before) => before + 1) });
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, [mutate]);
  const { data, variables, isPending, error } = enter;
  return {
    me: data ?? rendered ?? asked.data ?? null,
    count,
    entering: isPending,
    error,
    retry: () => variables !== undefined && mutate(variables, { onSuccess: () => setCount((n) => n + 1) }),
  };
}
