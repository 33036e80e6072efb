import { limits } from "#lib/domain/limits.ts";
import type { PagingRules } from "#lib/domain/paging/address.ts";
import type { PageMessage } from "#lib/domain/paging/message.ts";
import type { Attempted } from "#lib/domain/paging/outbox.ts";
import { pageRequest } from "#lib/domain/paging/page-request.ts";
import type { PageRecord, PageTargetRecord } from "#lib/store/page-records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import { postJson } from "./post-json.ts";

/** Where pages go and which of them matter now, in memory: a fold of the log, like the view. */
export class PagingDesk {
  readonly targets = new Map<string, PageTargetRecord>();
  /** Every page that is kept, with the revision that wrote it. */
  readonly pages = new Map<string, { record: PageRecord; revision: number }>();
  /** How people reach this console, without a slash at its end; deep links start with it. */
  consoleUrl = "";
  readonly rules: PagingRules;

  constructor(rules: PagingRules) {
    this.rules = rules;
  }

  /** One attempt, within a time limit. Never rejects. */
  send(target: PageTargetRecord, message: PageMessage, signal?: AbortSignal): Promise<Attempted> {
    const content = pageRequest(target.format, message, target.secret);
    const timeLimitMs = limits.pageTimeLimitMs;
    return postJson(target.url, content, { rules: this.rules, timeLimitMs, ...(signal && { signal }) });
  }

  /** Reads what is stored, and follows the log from then on. */
  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    for await (const { value } of store.all("page-target")) this.targets.set(value.id, value);
    for await (const { value, revision } of store.all("page")) {
      this.pages.set(value.id, { record: value, revision });
    }
    store.onCommit((commit) => this.#fold(commit));
  }

  #fold(commit: Commit): void {
    for (const { kind, value, revision } of commit.puts) {
      if (kind === "page") {
        const record = value as PageRecord;
        this.pages.set(record.id, { record, revision });
      }
      if (kind === "page-target") {
        const record = value as PageTargetRecord;
        this.targets.set(record.id, record);
      }
    }
    for (const { kind, id } of commit.removes) {
      if (kind === "page") this.pages.delete(id);
      if (kind === "page-target") this.targets.delete(id);
    }
  }
}
