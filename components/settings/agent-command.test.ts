import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { agentCommand, shellWord } from "./agent-command.ts";

test("the line names the server, the node and the token", () => {
  expect(agentCommand({ origin: "http://10.0.0.7:4600", node: "node-7", secret: "lks_abc" })).toBe(
    "LOCKSMITH_TOKEN=lks_abc node lib/launch/locksmith.mjs agent --server http://10.0.0.7:4600 --node node-7",
  );
});

test("a node's name cannot run anything in the shell that the line is pasted into", () => {
  const nasty = ["$(reboot)", "a; b", "it's", "`x`", "a b", "-n", "\n", "é"];
  const printed = execFileSync("sh", ["-c", `printf '%s\\0' ${nasty.map(shellWord).join(" ")}`], {
    encoding: "utf8",
  });
  expect(printed.split("\0").slice(0, -1)).toEqual(nasty);
});

test("quoting is complete for any text without NUL", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      const word = shellWord(text);
      if (word === text) return;
      expect(word.replaceAll(String.raw`'\''`, "").slice(1, -1)).not.toContain("'");
    }),
  );
});
