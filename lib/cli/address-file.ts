import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";

const addressMaxBytes = 200;

/**
 * The address that a running server wrote into its data folder, or null. It is only taken for an address of this
 * machine, as the folder's token is sent there. `named`: the user named the folder; else, as anybody may have made
 * the folder that a command happens to stand in, the file must be the user's own.
 */
export function readAddress(folder: string, named: boolean): string | null {
  let text: string;
  try {
    text = readSmallFile(join(folder, "address"), named);
  } catch {
    return null;
  }
  const url = URL.parse(text.trim());
  return url !== null && /^https?:$/.test(url.protocol) && isLoopback(url.origin) ? url.origin : null;
}

function readSmallFile(path: string, named: boolean): string {
  // A pipe of that name would be waited for.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > addressMaxBytes) return "";
    if (!named && stat.uid !== process.geteuid?.()) return "";
    const bytes = Buffer.alloc(addressMaxBytes);
    return bytes.toString("utf8", 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** Whether what is sent to this address stays on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
