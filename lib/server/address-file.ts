import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Says in the data folder where its server listens, for the commands on this machine that read its token there too.
 * The file is complete before it has its name, mode 0600, and takes the place of one that a crash left. Returns what
 * removes it again, unless another server has written its own meanwhile.
 */
export async function writeAddress(folder: string, url: string): Promise<() => Promise<void>> {
  const path = join(folder, "address");
  const draft = join(folder, `.address.${randomBytes(8).toString("hex")}`);
  const text = `${url}\n`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return async () => {
    const now = await readFile(path, "utf8").catch(() => null);
    if (now === text) await rm(path, { force: true });
  };
}
