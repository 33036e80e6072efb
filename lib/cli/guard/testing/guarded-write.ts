import { spawnSync } from "node:child_process";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../main.ts");

/** `locksmith guard write` with a content on its standard input. */
export function guardedWrite(file: string, epoch: number, content: string) {
  const args = [main, "guard", "write", file, "--epoch", `${epoch}`, "--by", "ada@test"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { input: content, encoding: "utf8" });
  return { exitCode: status, stdout, stderr };
}
