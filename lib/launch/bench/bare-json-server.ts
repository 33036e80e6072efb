import { createServer } from "node:http";

/**
 * The peer of the beats benchmark, run as a process of its own: a bare node:http server that reads a request,
 * parses its JSON, touches every entry, and answers. Prints its port.
 */
const server = createServer((request, answer) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(parts).toString()) as { beats: { counter: number }[] };
    let sum = 0;
    for (const beat of body.beats) sum += beat.counter;
    const text = JSON.stringify({ accepted: body.beats.length, sum });
    answer.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    answer.end(text);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
