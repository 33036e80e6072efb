#!/usr/bin/env node
// @ts-check
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { followParent } from "./steps/children.mjs";
import { commandMain } from "./steps/command-main.mjs";
import { pinnedNode } from "./steps/pinned-node.mjs";

/**
 * The same arguments under the Node that the sources are written for: in place of this process where Node can do that,
 * else as a child whose streams, signals and exit code are passed on, and which ends when this process is killed.
 */
function main() {
  const node = pinnedNode();
  const args = [commandMain(), ...process.argv.slice(2)];
  if (process.execve) process.execve(node, [node, ...args], process.env);
  const child = spawn(node, ["--import", followParent, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGUSR2"]) {
    // A terminal sends its keys' signals to the child as well; passing them on would make two of one.
    const fromKeys = process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT");
    process.on(signal, () => fromKeys || child.kill(/** @type {NodeJS.Signals} */ (signal)));
  }
  child.once("exit", (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}

try {
  main();
} catch (error) {
  process.stderr.write(`locksmith: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
