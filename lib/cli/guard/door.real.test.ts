import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askGuardian } from "#lib/agent/guardian/ask-guardian.ts";
import type { WriteAnswer, WriteRequest } from "#lib/agent/guardian/door-protocol.ts";
import { limits } from "#lib/domain/limits.ts";
import { openDoor } from "./door.ts";

let folder: string;
let file: string;
let door: { close: () => void } | null = null;
const written: { request: WriteRequest; content: string }[] = [];

beforeEach(() => {
  // Deeper than the address of a socket can be long.
  const root = mkdtempSync(join(tmpdir(), "locksmith-door-"));
  folder = join(root, ...Array.from({ length: 8 }, (_, at) => `deep-folder-number-${at}`));
  mkdirSync(folder, { recursive: true });
  file = join(folder, "aim.conf");
  writeFileSync(file, "");
  written.length = 0;
});
afterEach(() => {
  door?.close();
  door = null;
  rmSync(folder, { recursive: true });
});

async function open(answer?: (request: WriteRequest) => Promise<WriteAnswer>): Promise<void> {
  door = await openDoor(file, async (request, content) => {
    written.push({ request, content: content.toString() });
    return answer === undefined ? { ok: true, hash: "h", at: 1, epoch: request.epoch } : answer(request);
  });
}
const ask = (text: string, epoch = 1) => {
  return askGuardian(file, { epoch, by: "ada", content: Buffer.from(text) });
};
const socket = () => join(folder, readdirSync(folder).find((name) => name.endsWith(".sock")) ?? "");

/** Sends bytes as they are, and gives what comes back. */
function say(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const near = `/proc/self/cwd/${socket().split("/").at(-1)}`;
    const before = process.cwd();
    process.chdir(folder);
    const call = createConnection({ path: near, allowHalfOpen: true }, () => {
      process.chdir(before);
      call.end(bytes);
    });
    let text = "";
    call.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    call.once("end", () => resolve(text));
    call.once("error", reject);
  });
}

test("a write comes in whole, from this user alone, in however deep a folder", async () => {
  await open();
  expect(await ask("mode = 2\n")).toEqual({ ok: true, hash: "h", at: 1, epoch: 1 });
  expect(written).toEqual([{ request: { epoch: 1, by: "ada", bytes: 9 }, content: "mode = 2\n" }]);
  expect(statSync(socket()).mode & 0o777).toBe(0o600);
});

test("where nobody listens there is no guardian, also where one was killed", async () => {
  expect(await ask("x")).toBeNull();
  writeFileSync(join(folder, ".left-behind"), "");
  await open();
  door?.close();
  door = null;
  expect(await ask("x")).toBeNull();
});

test("writers come one at a time", async () => {
  let inside = 0;
  await open(async ({ epoch }) => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    return { ok: true, hash: "h", at: 1, epoch };
  });
  await Promise.all(Array.from({ length: 10 }, (_, at) => ask(`content ${at}`, at + 1)));
  expect(written).toHaveLength(10);
});

test("what goes wrong in one write is its answer, and the next one is let in", async () => {
  let first = true;
  await open(async ({ epoch }) => {
    if (!first) return { ok: true, hash: "h", at: 1, epoch };
    first = false;
    throw new Error("no space left on device");
  });
  expect(await ask("x")).toEqual({ ok: false, code: "failed", because: "no space left on device" });
  expect(await ask("x")).toMatchObject({ ok: true });
});

test.each<[string, string | Buffer]>([
  ["nothing", ""],
  ["no header", "just text"],
  ["a header without an end", "{".repeat(5_000)],
  ["a header of another shape", '{"epoch":"1","by":"ada","bytes":1}\nx'],
  ["an unknown field", '{"epoch":1,"by":"ada","bytes":1,"force":true}\nx'],
  ["less than it said", '{"epoch":1,"by":"ada","bytes":10}\nshort'],
  ["more than it said", '{"epoch":1,"by":"ada","bytes":1}\nlonger'],
  ["more than there may be", Buffer.alloc(limits.configMaxBytes + 10_000, "x")],
])("%s is refused, and nothing is written", async (_, bytes) => {
  await open();
  expect(JSON.parse(await say(bytes))).toMatchObject({ ok: false, code: "invalid" });
  expect(written).toEqual([]);
  expect(await ask("x")).toMatchObject({ ok: true });
});
