import { once } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { HolderSearch, type ProcessSearch } from "./holder-search.ts";
import { pack, unpack } from "./packed-search.ts";
import { ProcFs } from "./procfs.ts";
import { SearchHelper } from "./search-helper.ts";
import { conclude, finish, join, newControl, type SearchShare, take } from "./search-share.ts";
import { FakeProc } from "./testing/fake-proc.ts";

const pids = Array.from({ length: 120 }, (_, i) => 1_000 + i);
/** A path is any text of the host. */
const odd = ["/plain.conf", "/two\nlines", "/tab\there", "/with \u{1f512} and \u202e", "/gone (deleted)"];

let fake: FakeProc;
let proc: ProcFs;
beforeEach(() => {
  fake = new FakeProc();
  proc = new ProcFs(fake.root);
  for (const pid of pids) {
    const locks = [`FLOCK  ADVISORY  WRITE ${pid} fe:00:${pid} 0 EOF`];
    const link = odd[pid % odd.length] ?? "";
    fake.put({ pid, startTime: 500 + pid, fds: { 3: { link, locks }, 4: { link: "socket:[7]" } } });
  }
});
afterEach(() => fake.remove());

const wanted = { inodes: new Set(pids.map(String)), devicesMounted: true };
const how = { depth: "threads", compareBudget: 1_000, countsDescriptors: false } as const;
const alone = () => {
  const search = new HolderSearch(proc, false);
  return pids.map((pid): [number, ProcessSearch] => [pid, search.lookAt(pid, wanted, "threads")]);
};
const shareOf = (): SearchShare => ({
  ...how,
  control: newControl(),
  pids: Int32Array.from(pids),
  inodes: [...wanted.inodes].join(" "),
  devicesMounted: true,
});

describe("two threads", () => {
  test("look at every process once between them, and find what one finds", async () => {
    const helper = new SearchHelper(proc);
    onTestFinished(() => helper.close());
    const expected = new Map(alone());
    const search = new HolderSearch(proc, false);
    let byHelper = 0;
    // It needs a moment to begin; until then this thread does all of it.
    while (byHelper === 0) {
      const found = new Map<number, ProcessSearch>();
      const note = (pid: number, what: ProcessSearch) => {
        expect(found.has(pid)).toBe(false);
        found.set(pid, what);
      };
      helper.share(
        pids,
        { ...how, wanted },
        {
          look: (pid) => note(pid, search.lookAt(pid, wanted, "threads")),
          take: (pid, what) => {
            byHelper += 1;
            note(pid, what);
          },
        },
      );
      expect(found).toEqual(expected);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  test("after the second one ended, the first does all of it", () => {
    const helper = new SearchHelper(proc);
    helper.close();
    const looked: number[] = [];
    helper.share(pids, { ...how, wanted }, { look: (pid) => looked.push(pid), take: () => expect.fail() });
    expect(looked).toEqual(pids);
  });
});

test("the thread alone takes all that nobody else takes", async () => {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL("./search-helper-thread.ts", import.meta.url), {
    workerData: { port: port2, procRoot: fake.root },
    transferList: [port2],
  });
  onTestFinished(() => void worker.terminate());
  const share = shareOf();
  port1.postMessage(share);
  const [found] = await once(port1, "message");
  expect(found.map(unpack)).toEqual(alone());
  expect(conclude(share, 10_000)).toBe("done");
  port1.close();
});

test("what was found survives the way between threads, whatever is in a path", () => {
  for (const [pid, search] of alone()) {
    expect(search.held).toHaveLength(1);
    expect(unpack(pack(pid, search))).toEqual([pid, search]);
  }
});

describe("a helper", () => {
  test("that comes when the search is over takes nothing", () => {
    const share = shareOf();
    for (const pid of pids) expect(take(share)).toBe(pid);
    expect(take(share)).toBeNull();
    expect(conclude(share, 10_000)).toBe("alone");
    expect(join(share)).toBe(false);
  });

  test("that does not finish is not waited for for ever", () => {
    const share = shareOf();
    expect(join(share)).toBe(true);
    expect(take(share)).toBe(pids[0]);
    expect(conclude(share, 1)).toBe("stuck");
  });

  test("that finished is not waited for", () => {
    const share = shareOf();
    expect(join(share)).toBe(true);
    finish(share);
    expect(conclude(share, 0)).toBe("done");
  });
});
