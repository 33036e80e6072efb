import { afterEach, beforeEach, expect, test } from "vitest";
import { RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";
import { lsLocal } from "./ls-local.ts";

let host: RealHost;
beforeEach(() => {
  host = new RealHost();
});
afterEach(() => host.end());

let complaints = "";

function run(name: string, json = false): string {
  let text = "";
  complaints = "";
  const stdout = (part: string) => {
    text += part;
  };
  expect(lsLocal({ name, json, stdout, stderr: (part) => (complaints += part) })).toBe(0);
  return text;
}

test("names the true holder where lslocks(8) can name only the dead taker", async () => {
  const taker = host.start("flock", [host.file("aim_lock_config.conf"), "sleep", "600"]);
  const { lock } = await host.scanUntil("aim_lock_config.conf", (l) => l.holders.length === 2);
  expect(run(host.folder)).toMatch(
    new RegExp(`^flock +${taker.pid} +FLOCK +WRITE +0 +EOF +live .*${lock.path}$`, "m"),
  );
  const sleeper = lock.holders.find((h) => h.process.pid !== taker.pid)?.process.pid;
  host.alsoEnd(sleeper);
  taker.kill("SIGKILL");
  await until("the death of flock", () => taker.signalCode);
  const json = JSON.parse(run(host.folder, true));
  expect(json.locks).toMatchObject([
    { resource: "aim_lock_config.conf", takers: [{ recordedPid: taker.pid, status: "gone" }] },
  ]);
  expect(json.locks[0].evidence.length).toBeGreaterThan(1);
  const row = run(host.folder);
  expect(row).toMatch(new RegExp(`^sleep +${sleeper} +FLOCK +WRITE +0 +EOF .*${taker.pid} \\(gone\\)`, "m"));
  expect(row).not.toContain(" live ");
  // Where PIDs have wrapped, one look cannot tell the orphan, and says so.
  const isSuspect = row.includes(" suspect ");
  expect(complaints.includes("locksmith: One look: who took a lock before this look")).toBe(isSuspect);
  expect(json.limitations.some((limit: { code: string }) => limit.code === "one-look")).toBe(isSuspect);
});

test("control characters in a name are visible, and one lock stays one line", async () => {
  const file = host.file("evil\u001b[2J\nname\u202e.conf");
  host.start("flock", [file, "sleep", "600"]);
  await until("the lock", () => {
    host.scanner.scan();
    return (
      host.scanner.locks().some((lock) => lock.path?.startsWith(host.folder) && lock.holders.length === 2) ||
      null
    );
  });
  for (const lock of host.scanner.locks()) {
    if (lock.path?.startsWith(host.folder))
      for (const holder of lock.holders) host.alsoEnd(holder.process.pid);
  }
  const text = run(host.folder);
  expect(text).toContain("evil\\x1b[2J\\nname\\u{202e}.conf");
  expect(text.trimEnd().split("\n")).toHaveLength(2);
});

test("says that nothing is there when nothing matches", () => {
  expect(run("no such name anywhere")).toBe('No kernel lock here is about "no such name anywhere".\n');
});
