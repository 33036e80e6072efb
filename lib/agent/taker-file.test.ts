import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { KeptTakers } from "#lib/sources/kernel/kept-takers.ts";
import { TakerFile } from "./taker-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locksmith-takers-"));
  path = join(folder, "agent.state.json.takers");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const kept: KeptTakers = {
  bootId: "0f0e0d0c-1111-2222-3333-444455556666",
  pidNs: "4026531836",
  mark: { cursor: 350, pidMax: 32_768, forks: 90_000 },
  locks: [
    {
      key: "flock/fe:00:42/0-EOF",
      holders: [{ pid: 201, startTime: 500 }],
      entries: [
        {
          recordedPid: 200,
          mode: "exclusive",
          firstSeenTicks: 600,
          window: {
            fromTicks: 1,
            listedTicks: 2,
            takerWasThere: false,
            round: { cursor: 3, pidMax: 32_768 },
          },
          children: [[201, 500]],
          taker: {
            pid: 200,
            comm: "flock",
            state: "S",
            ppid: 1,
            processGroup: 1,
            session: 1,
            kernelThread: false,
            threads: 1,
            startTime: 500,
            command: "flock a sleep",
            program: "/usr/bin/flock",
            uid: 0,
            unit: null,
          },
        },
      ],
    },
  ],
};

test("what was written is read again, by this user alone, and nothing is left beside it", () => {
  expect(new TakerFile(path).write(kept)).toBeNull();
  expect(new TakerFile(path).read()).toEqual(kept);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toHaveLength(1);
});

test("without a file, and with one that no agent wrote, there is no memory", () => {
  const file = new TakerFile(path);
  expect(file.read()).toBeNull();
  const body = { version: 1, ...kept };
  const texts = [
    "",
    "{",
    "null",
    JSON.stringify(kept),
    JSON.stringify({ ...body, version: 2 }),
    JSON.stringify({ ...body, bootId: "" }),
    JSON.stringify({ ...body, mark: null }),
    JSON.stringify({ ...body, locks: [{ ...kept.locks[0], holders: [{ pid: "201", startTime: 500 }] }] }),
    JSON.stringify({ ...body, locks: Array.from({ length: 1_001 }, () => kept.locks[0]) }),
    `${JSON.stringify(body)}${" ".repeat(8_000_000)}`,
  ];
  for (const text of texts) {
    writeFileSync(path, text);
    expect(file.read(), text.slice(0, 80)).toBeNull();
  }
  writeFileSync(path, JSON.stringify(body));
  expect(file.read()).toEqual(kept);
});

test("a link or a folder in its place is not followed", () => {
  new TakerFile(path).write(kept);
  symlinkSync(path, join(folder, "link"));
  expect(new TakerFile(join(folder, "link")).read()).toBeNull();
  mkdirSync(join(folder, "folder"));
  expect(new TakerFile(join(folder, "folder")).read()).toBeNull();
});

test("a place that cannot be written is said, and so is one that can again", () => {
  const gone = join(folder, "not-there");
  const file = new TakerFile(join(gone, "takers"));
  expect(file.write(kept)).toMatch(
    /^Who took a lock cannot be kept on disk: .*not-there\/takers: ENOENT\)\.$/,
  );
  expect(file.read()).toBeNull();
  mkdirSync(gone);
  expect(file.write(kept)).toBeNull();
});

test("without a place, nothing is read or written", () => {
  expect(new TakerFile(null).write(kept)).toBeNull();
  expect(new TakerFile(null).read()).toBeNull();
});
