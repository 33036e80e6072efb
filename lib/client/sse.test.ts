import fc from "fast-check";
import { expect, test } from "vitest";
import { readSse, type SseMessage } from "./sse.ts";

function stream(chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function read(chunks: Uint8Array[]): Promise<SseMessage[]> {
  const messages: SseMessage[] = [];
  for await (const message of readSse(stream(chunks))) messages.push(message);
  return messages;
}

const bytes = (text: string) => new TextEncoder().encode(text);

test("frames are read whole however the bytes are cut, also in the middle of a character", async () => {
  const data = fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => JSON.stringify({ text }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ id: fc.nat(), data }), { maxLength: 8 }),
      fc.constantFrom("\n", "\r\n"),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      async (frames, end, sizes) => {
        const text = frames
          .map((f) => `: note${end}id: ${f.id}${end}event: change${end}data: ${f.data}${end}${end}`)
          .join("");
        const all = bytes(text);
        const chunks: Uint8Array[] = [];
        for (let at = 0, i = 0; at < all.length; i += 1) {
          const size = sizes[i % sizes.length] ?? 1;
          chunks.push(all.subarray(at, at + size));
          at += size;
        }
        expect(await read(chunks)).toEqual(
          frames.map((f) => ({ id: String(f.id), event: "change", data: f.data })),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test("comments alone are no event, several data lines are one, and an unfinished frame is dropped", async () => {
  const text = ": keep-alive\n\ndata: a\ndata: b\n\nevent: tick\ndata: cut o";
  expect(await read([bytes(text)])).toEqual([{ event: "message", id: null, data: "a\nb" }]);
});
