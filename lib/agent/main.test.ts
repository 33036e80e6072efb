import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runAgent } from "./main.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locksmith-agent-options-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function refused(options: { stateFile?: string }): Promise<{ exitCode: number; lines: string[] }> {
  const lines: string[] = [];
  const exitCode = await runAgent({
    server: "http://127.0.0.1:1",
    token: "lks_none",
    allowClear: true,
    ...options,
    signal: AbortSignal.abort(),
    log: (line) => lines.push(line),
  });
  return { exitCode, lines };
}

test("an agent that may end holders needs a place for its journal, and says so before it does anything", async () => {
  expect(await refused({})).toEqual({
    exitCode: 2,
    lines: ["--allow-clear needs --state FILE: what it does is written there"],
  });
  const { exitCode, lines } = await refused({ stateFile: join(folder, "no-such-folder/agent.state") });
  expect(exitCode).toBe(2);
  expect(lines).toEqual([expect.stringContaining("no-such-folder/agent.state.clears cannot be written")]);
});
