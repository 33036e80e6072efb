import { createInterface } from "node:readline/promises";
import { usage } from "#lib/cli/failure.ts";

/** Whether somebody sits there who can be asked. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks on the terminal. Without one, throws a usage failure that names the flag which answers it. */
export async function ask(question: string, flag: string): Promise<string> {
  if (!isInteractive()) throw usage(`there is no terminal to ask on: give ${flag}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
