"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Me } from "#lib/contract/accounts.ts";
import { type Action, type Actor, can, type Permission } from "#lib/domain/roles.ts";

const Context = createContext<Me | null>(null);

/** Who looks at the screens below. */
export function Visitor({ me, children }: { me: Me; children: ReactNode }) {
  return <Context value={me}>{children}</Context>;
}

/** The visitor, as the server knows them. */
export function useVisitor(): Me {
  const me = useContext(Context);
  if (me === null) throw new Error("Visitor is missing above this component");
  return me;
}

/** The visitor as the rules know an asker. */
export function actorOf({ kind, id, name, role, node }: Me): Actor | null {
  if (kind === "display") return { kind, id, name };
  if (kind === "agent") return node === null ? null : { kind, id, name, node };
  return role === null ? null : { kind, id, name, role };
}

/** Whether the visitor may do something, and if not, why: the rule that the server asks as well. */
export function useCan(action: Action): Permission {
  return can(actorOf(useVisitor()), action);
}
