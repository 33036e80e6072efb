import { createHash } from "node:crypto";
import { closeSync, constants, openSync } from "node:fs";
import { createConnection } from "node:net";
import { basename, dirname } from "node:path";
import { z } from "zod";

const answer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), hash: z.string() }),
  z.object({ ok: z.literal(false), because: z.string() }),
]);

const patienceMs = 15_000;
const answerMaxChars = 10_000;

/**
 * Asks the guardian of a file to write: it holds the lock, so nobody else may. Null when it did; else why it did not.
 * `epoch` has to be the newest of the file's native lock.
 */
export async function askGuardian(
  path: string,
  { epoch, by, content }: { epoch: number; by: string; content: Buffer },
): Promise<string | null> {
  const name = `.guard-${createHash("sha256").update(basename(path)).digest("hex").slice(0, 12)}.sock`;
  const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  const request = `${JSON.stringify({ epoch, by: by.slice(0, 200), bytes: content.length })}\n`;
  try {
    const text = await call(
      `/proc/self/fd/${folder}/${name}`,
      Buffer.concat([Buffer.from(request), content]),
    );
    const parsed = answer.safeParse(JSON.parse(text));
    if (!parsed.success) return "the guardian gave no answer that can be read";
    return parsed.data.ok ? null : parsed.data.because;
  } catch (error) {
    return `the guardian cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    closeSync(folder);
  }
}

function call(socket: string, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = createConnection({ path: socket, allowHalfOpen: true });
    let text = "";
    connection.setTimeout(patienceMs, () => connection.destroy(new Error("no answer in time")));
    connection.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.length > answerMaxChars) connection.destroy(new Error("an answer without end"));
    });
    connection.once("connect", () => connection.end(request));
    connection.once("error", reject);
    connection.once("end", () => {
      connection.destroy();
      resolve(text);
    });
  });
}
