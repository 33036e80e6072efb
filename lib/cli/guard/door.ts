import { chmodSync, closeSync, constants, openSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { hashOf } from "./good-version.ts";

/** What a writer says of itself before the content. */
const writeRequest = z.strictObject({
  epoch: z.number().int().positive(),
  by: z.string().min(1).max(200),
  bytes: z.number().int().nonnegative().max(limits.configMaxBytes),
});
export type WriteRequest = z.infer<typeof writeRequest>;

const writeAnswer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), hash: z.string(), at: z.number(), epoch: z.number() }),
  z.object({
    ok: z.literal(false),
    code: z.enum(["stale-epoch", "not-now", "invalid", "failed"]),
    because: z.string(),
  }),
]);
export type WriteAnswer = z.infer<typeof writeAnswer>;

const headerMaxBytes = 2_000;
/** A writer that is silent for so long has nothing to say. */
const patienceMs = 10_000;

/**
 * A way of addressing the socket of a guarded file that is short enough for the system, however deep the folder lies.
 * The caller closes the descriptor when it has connected or listens.
 */
function address(file: string): { path: string; socket: string; close: () => void } {
  const name = `.guard-${hashOf(Buffer.from(basename(file))).slice(0, 12)}.sock`;
  const folder = openSync(dirname(file), constants.O_RDONLY | constants.O_DIRECTORY);
  const path = join(dirname(file), name);
  return { path, socket: `/proc/self/fd/${folder}/${name}`, close: () => closeSync(folder) };
}

/** Lets writers of this user in, one at a time; call it with the file's lock held, so that nobody else listens. */
export function openDoor(
  file: string,
  write: (request: WriteRequest, content: Buffer) => Promise<WriteAnswer>,
): Promise<{ close: () => void }> {
  const { path, socket, close } = address(file);
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

/** Asks the guardian of a file to write. Null: nobody listens there. */
export function askGuardian(
  file: string,
  request: WriteRequest,
  content: Buffer,
): Promise<WriteAnswer | null> {
  const { socket, close } = address(file);
  return new Promise((resolve, reject) => {
    const call = createConnection({ path: socket, allowHalfOpen: true });
    let text = "";
    call.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    call.once("connect", () => {
      close();
      call.write(`${JSON.stringify(request)}\n`);
      call.end(content);
    });
    call.once("error", (error: NodeJS.ErrnoException) => {
      close();
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED") resolve(null);
      else reject(error);
    });
    call.once("end", () => {
      const answer = writeAnswer.safeParse(parse(text));
      if (answer.success) resolve(answer.data);
      else reject(new Error("the guardian gave no answer: whether it wrote is not known"));
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
