import { createConnection } from "node:net";
import { doorOf, type WriteAnswer, writeAnswer } from "./door-protocol.ts";

const patienceMs = 15_000;
const answerMaxChars = 10_000;

/**
 * Asks the guardian of a file on this host to write: it holds the lock, so nobody else may. Null: nobody listens there.
 * Rejects when no answer came that can be read: whether it wrote is not known then.
 */
export function askGuardian(
  file: string,
  { epoch, by, content }: { epoch: number; by: string; content: Buffer },
): Promise<WriteAnswer | null> {
  const { socket, close } = doorOf(file);
  const request = Buffer.from(`${JSON.stringify({ epoch, by: by.slice(0, 200), bytes: content.length })}\n`);
  return new Promise<WriteAnswer | null>((resolve, reject) => {
    const call = createConnection({ path: socket, allowHalfOpen: true });
    let text = "";
    call.setTimeout(patienceMs, () => call.destroy(new Error("the guardian gave no answer in time")));
    call.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.length > answerMaxChars) call.destroy(new Error("the guardian gave an answer without end"));
    });
    call.once("connect", () => call.end(Buffer.concat([request, content])));
    call.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED") resolve(null);
      else reject(error);
    });
    call.once("end", () => {
      call.destroy();
      const answer = writeAnswer.safeParse(parse(text));
      if (answer.success) resolve(answer.data);
      else reject(new Error("the guardian gave no answer that can be read: whether it wrote is not known"));
    });
  }).finally(close);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
