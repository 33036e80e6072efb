/** One server-sent event. */
export interface SseMessage {
  event: string;
  id: string | null;
  data: string;
}

/** A frame longer than this is not ours: the connection is given up instead of filling the memory. */
const maxBufferChars = 64 * 1024 * 1024;

/** The events of an open stream, in order, until it ends. Comments are dropped. */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<SseMessage> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffer += decoder.decode(value, { stream: true });
      if (buffer.length > maxBufferChars) throw new Error("A frame of the stream is too long.");
      // A carriage return at the very end may be half of a line end.
      const usable = buffer.endsWith("\r") ? buffer.length - 1 : buffer.length;
      const blocks = buffer.slice(0, usable).replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n\n");
      const rest = blocks.pop() ?? "";
      buffer = rest + buffer.slice(usable);
      for (const block of blocks) {
        const message = parseBlock(block);
        if (message !== null) yield message;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseBlock(block: string): SseMessage | null {
  let event = "message";
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event = value;
    else if (field === "id") id = value;
    else if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { event, id, data: data.join("\n") };
}
