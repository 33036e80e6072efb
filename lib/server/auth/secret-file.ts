import { randomBytes } from "node:crypto";
import { link, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";

/** 256 random bits, as text that survives a shell, a header and a URL. */
export function randomSecret(prefix: string): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/**
 * Reads a secret that is kept in the data folder, or makes it: mode 0600, complete before it has its name, and
 * the same one for two servers that start at once. An empty or unreadable file is an error with one clear line;
 * nothing is ever overwritten, because a changed secret would sign everybody out in silence.
 */
export async function keepSecretFile(folder: string, name: string, make: () => string): Promise<string> {
  const path = join(folder, name);
  const before = await readSecret(path);
  if (before !== null) return before;
  const draft = join(folder, `.${name}.${randomBytes(8).toString("hex")}`);
  await writeDraft(draft, make());
  try {
    // Unlike a rename, a link fails when the name exists: whoever came first wins.
    await link(draft, path).catch(ignoreExisting);
  } finally {
    await unlink(draft);
  }
  const kept = await readSecret(path);
  if (kept === null) throw new Error(`${path} went away while it was being made.`);
  return kept;
}

async function writeDraft(path: string, secret: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readSecret(path: string): Promise<string | null> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new Error(`${path} cannot be read: ${error.message}`);
  });
  if (text === null) return null;
  const secret = text.trim();
  if (secret.length < 20) throw new Error(`${path} holds no secret. Delete it, and a new one is made.`);
  return secret;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
