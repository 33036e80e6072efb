import { createServer, type ServerResponse } from "node:http";

/**
 * The peer of the fan-out, run as a process of its own: a bare node:http server that keeps every GET open as a stream,
 * and writes the body of a POST to all of them in one loop, after it answered the POST. Prints its port.
 */
const open = new Set<ServerResponse>();
const server = createServer((request, answer) => {
  if (request.method === "GET") {
    answer.writeHead(200, { "content-type": "text/event-stream" });
    answer.write("event: hello\n\n");
    open.add(answer);
    answer.on("close", () => open.delete(answer));
    return;
  }
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (part: string) => {
    text += part;
  });
  request.on("end", () => {
    answer.writeHead(204).end();
    setImmediate(() => {
      for (const stream of open) stream.write(text);
    });
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
