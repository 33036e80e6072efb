"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef, useState } from "react";
import { browserApi } from "#lib/client/http.ts";
import { type Confirmation, newRequestKey, operationCalls } from "#lib/client/operations.ts";
import { apiPaths } from "#lib/client/paths.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { type Ask, changedFacts, factChanges, reduceReview, type Shown, shownOf, unread } from "./review.ts";

const calls = operationCalls();

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error("It failed, and the server did not say why.");
}

/** The review of one ask, for as long as its dialog is open: read, decide once, and read again what changed. */
export function useReview(ask: Ask, onDecided: (operation: OperationDetail) => void) {
  const queryClient = useQueryClient();
  const [review, step] = useReducer(reduceReview, unread);
  // One for the whole dialog: pressed twice, or sent again after a silence, it has one effect.
  const [key] = useState(newRequestKey);
  const sending = useRef(false);

  const read = useRef(async () => {
    try {
      const shown =
        "operation" in ask ? shownOf(ask.operation) : { id: null, ...(await calls.plan(ask.spec)) };
      step({ kind: "planned", shown });
    } catch (error) {
      step({ kind: "unreadable", problem: errorOf(error) });
    }
  });
  useEffect(() => void read.current(), []);

  /** What was reviewed, stored; null when it is no longer the same. */
  const store = async (shown: Shown): Promise<(Shown & { id: string }) | null> => {
    if (shown.id !== null) return { ...shown, id: shown.id };
    if ("operation" in ask) return null;
    const { operation } = await calls.create(ask.spec, "", key);
    if (operation === null) throw new Error("The server stored no operation.");
    const stored = { ...shownOf(operation), id: operation.id };
    if (operation.snapshot === shown.snapshot) {
      step({ kind: "stored", shown: stored });
      return stored;
    }
    step({ kind: "changed", shown: stored, changes: factChanges(shown.plan.facts, operation.plan.facts) });
    return null;
  };

  const showChanges = async (shown: Shown, error: unknown): Promise<boolean> => {
    const changed = changedFacts(error);
    if (changed === null || shown.id === null) return false;
    const now = changed.operation ?? (await browserApi.get<OperationDetail>(apiPaths.operation(shown.id)));
    const changes =
      changed.changes.length > 0 ? changed.changes : factChanges(shown.plan.facts, now.plan.facts);
    step({ kind: "changed", shown: shownOf(now), changes });
    return true;
  };

  const decide = async (body: Confirmation): Promise<void> => {
    if (review.phase !== "review" || review.shown === null || sending.current) return;
    sending.current = true;
    step({ kind: "send" });
    let shown: Shown = review.shown;
    try {
      const stored = await store(shown);
      if (stored === null) return;
      shown = stored;
      const { reason = "", readNotVerified = false } = body;
      const operation =
        ask.act === "acknowledge"
          ? await calls.acknowledge(stored.id, stored.snapshot, { note: reason, readNotVerified }, key)
          : await calls.confirm(stored.id, stored.snapshot, body, key);
      queryClient.setQueryData(queryKeys.operation(operation.id), operation);
      onDecided(operation);
    } catch (error) {
      const said = await showChanges(shown, error).catch(() => false);
      if (!said) step({ kind: "failed", problem: errorOf(error) });
    } finally {
      sending.current = false;
    }
  };

  return { review, decide, look: () => step({ kind: "looked" }), again: () => void read.current() };
}
