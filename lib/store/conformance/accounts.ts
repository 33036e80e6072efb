import type { Kysely } from "kysely";
import { expect, test } from "vitest";
import type { Store } from "#lib/store/store.ts";
import { putLease } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

interface Notes {
  note: { id: number; text: string };
}

/** The accounts library's door: the same writer, the same durability, the same all or nothing. */
export function accountsSuite(under: StoreUnderTest): void {
  const notesOf = (accounts: Store["accounts"]) => accounts as unknown as Kysely<Notes>;
  const texts = async () =>
    (await notesOf(under.store.accounts).selectFrom("note").select("text").orderBy("id").execute()).map(
      (n) => n.text,
    );
  const create = () =>
    under.store.accounts.schema
      .createTable("note")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("text", "text", (column) => column.notNull())
      .execute();

  test("what it writes is there at once, and after a new start", async () => {
    await create();
    const made = await notesOf(under.store.accounts)
      .insertInto("note")
      .values({ id: 1, text: "one" })
      .returningAll()
      .executeTakeFirstOrThrow();
    expect(made).toEqual({ id: 1, text: "one" });
    const changed = await notesOf(under.store.accounts)
      .updateTable("note")
      .set({ text: "uno" })
      .executeTakeFirst();
    expect(changed.numUpdatedRows).toBe(1n);
    await under.reopen();
    expect(await texts()).toEqual(["uno"]);
  });

  test("a transaction is kept or rolled back whole, and works of others wait for its end", async () => {
    await create();
    const db = notesOf(under.store.accounts);
    const gate = Promise.withResolvers<void>();
    const inside = Promise.withResolvers<void>();
    const first = db.transaction().execute(async (trx) => {
      await trx.insertInto("note").values({ id: 1, text: "kept" }).execute();
      inside.resolve();
      await gate.promise;
    });
    await inside.promise;
    const order: string[] = [];
    const other = putLease(under.store, "a", 1).then(() => order.push("other"));
    expect(await texts()).toEqual([]);
    gate.resolve();
    await Promise.all([first.then(() => order.push("first")), other]);
    expect(await texts()).toEqual(["kept"]);
    expect(order.toSorted()).toEqual(["first", "other"]);
    const undone = db.transaction().execute(async (trx) => {
      await trx.insertInto("note").values({ id: 2, text: "undone" }).execute();
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    expect(await texts()).toEqual(["kept"]);
  });

  test("an account's change and its audit row are one write", async () => {
    await create();
    const change = (fail: boolean) =>
      under.store.write(async (tx) => {
        await notesOf(tx.accounts)
          .insertInto("note")
          .values({ id: fail ? 2 : 1, text: "x" })
          .execute();
        await tx.audit({ at: 1, actor: "ada", action: "a", target: "t", outcome: "done", detail: "" });
        if (fail) throw new Error("refused");
        return notesOf(tx.accounts).selectFrom("note").selectAll().execute();
      });
    expect((await change(false)).value).toEqual([{ id: 1, text: "x" }]);
    await expect(change(true)).rejects.toThrow("refused");
    expect(await texts()).toEqual(["x"]);
    expect(await under.store.audits({ limit: 10 })).toHaveLength(1);
  });
}
