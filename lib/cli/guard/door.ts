import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import {
  doorOf,
  type WriteAnswer,
  type WriteRequest,
  writeRequest,
} from "#lib/agent/guardian/door-protocol.ts";
import { limits } from "#lib/domain/limits.ts";

const headerMaxBytes = 2_000;
/** A writer that is silent for so long has nothing to say. */
const patienceMs = 10_000;

/** Lets writers of this user in, one at a time; call it with the file's lock held, so that nobody else listens. */
export function openDoor(
  file: string,
  write: (request: WriteRequest, content: Buffer) => Promise<WriteAnswer>,
): Promise<{ close: () => void }> {
  const { path, socket, close } = doorOf(file);
  rmSync(path, { force: true });
  let last: Promise<unknown> = Promise.resolve();
  const server: Server = createServer({ allowHalfOpen: true }, (caller) => {
    caller.setTimeout(patienceMs, () => caller.destroy());
    caller.on("error", () => caller.destroy());
    void readRequest(caller).then(async (asked) => {
      const answer = last.then(() =>
        typeof asked === "string" ? invalid(asked) : write(asked.request, asked.content),
      );
      last = answer.catch(() => undefined);
      caller.end(`${JSON.stringify(await answer.catch(failure))}\n`);
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, () => {
      chmodSync(path, 0o600);
      close();
      resolve({
        close: () => {
          server.close();
          rmSync(path, { force: true });
        },
      });
    });
  });
}

type Asked = { request: WriteRequest; content: Buffer };

/** What is wrong with it in one sentence, or the request. */
function readRequest(caller: Socket): Promise<Asked | string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    caller.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limits.configMaxBytes + headerMaxBytes) chunks.push(chunk);
    });
    caller.once("end", () => resolve(parseRequest(Buffer.concat(chunks), length)));
  });
}

function parseRequest(all: Buffer, length: number): Asked | string {
  const line = all.subarray(0, headerMaxBytes).indexOf("\n");
  const request = writeRequest.safeParse(line === -1 ? null : parse(all.toString("utf8", 0, line)));
  if (!request.success) return "the request cannot be read";
  // Cut off, or longer than it said: nothing of it is written.
  if (length - line - 1 !== request.data.bytes) return "the content did not arrive whole";
  return { request: request.data, content: all.subarray(line + 1) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function invalid(because: string): WriteAnswer {
  return { ok: false, code: "invalid", because };
}

function failure(error: unknown): WriteAnswer {
  return { ok: false, code: "failed", because: error instanceof Error ? error.message : String(error) };
}
