import { expect, test } from "vitest";
import type { Account } from "#lib/contract/accounts.ts";
import { lastAdminReason } from "./last-admin-reason.ts";

const account = (id: string, role: Account["role"], disabled = false): Account => ({
  id,
  role,
  disabled,
  name: id,
  email: `${id}@example.org`,
  createdAt: 0,
  lastSignInAt: null,
});

test("only the one active admin must stay; a disabled admin or another role does not replace it", () => {
  const ada = account("ada", "admin");
  expect(lastAdminReason(ada, [ada, account("oz", "approver"), account("bea", "admin", true)])).toContain(
    "last",
  );
  expect(lastAdminReason(ada, [ada, account("bea", "admin")])).toBeUndefined();
  expect(lastAdminReason(account("oz", "viewer"), [ada])).toBeUndefined();
  expect(lastAdminReason(account("bea", "admin", true), [ada])).toBeUndefined();
});
