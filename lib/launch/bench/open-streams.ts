import { connect, type Socket } from "node:net";
import { endsWithin } from "./ends-within.ts";

export interface StreamTarget {
  port: number;
  path: string;
  headers?: Record<string, string>;
  /** Sent with a POST; without one, it is a GET. */
  body?: string;
}

/** How many connections are asked for at the same time: more would overflow a listening queue. */
const openedAtOnce = 50;
const comesMs = 60_000;

/**
 * Many streams that stay open, on bare sockets: a real HTTP client would take longer to read a frame than a server to
 * send it. Knows of each only whether a text has come since `expect`.
 */
export class OpenStreams {
  readonly #sockets: Socket[] = [];
  #marker = Buffer.from("");
  #missing = new Set<number>();
  #last: (() => void) | null = null;
  #failure: Error | null = null;

  /** Opens `count` streams, and resolves when each of them has begun with `greeting`. */
  static async open(target: StreamTarget, count: number, greeting: string): Promise<OpenStreams> {
    const streams = new OpenStreams();
    for (let from = 0; from < count; from += openedAtOnce) {
      const some = Array.from({ length: Math.min(openedAtOnce, count - from) }, (_, i) => from + i);
      const greeted = streams.expect(greeting, some);
      for (const i of some) streams.#open(target, i);
      await greeted;
    }
    return streams;
  }

  get count(): number {
    return this.#sockets.length;
  }

  /** Resolves when `text` has come on all of them since now, with the time at which the last of them had it. Rejects after a minute. */
  expect(text: string, which: Iterable<number> = this.#sockets.keys()): Promise<number> {
    if (this.#last !== null) throw new Error("one text is waited for already");
    this.#marker = Buffer.from(text);
    this.#missing = new Set(which);
    const last = new Promise<number>((resolve, reject) => {
      this.#last = () => {
        this.#last = null;
        if (this.#failure === null) resolve(performance.now());
        else reject(this.#failure);
      };
    });
    return endsWithin(comesMs, `"${text}" on every stream`, last);
  }

  close(): void {
    this.#failure = null;
    for (const socket of this.#sockets) socket.destroy();
  }

  #open({ port, path, headers = {}, body }: StreamTarget, i: number): void {
    const lines = [`${body === undefined ? "GET" : "POST"} ${path} HTTP/1.1`, `host: 127.0.0.1:${port}`];
    if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`);
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    const callback = (bytes: number, buffer: Uint8Array) => {
      this.#read(i, buffer as Buffer, bytes);
      return true;
    };
    const socket = connect({ port, host: "127.0.0.1", onread: { buffer: shared, callback } });
    socket.setNoDelay(true);
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error(`stream ${i} of ${path} was closed`)));
    socket.write(`${lines.join("\r\n")}\r\n\r\n${body ?? ""}`);
    this.#sockets[i] = socket;
  }

  /** A frame may come in two pieces; its text is what it says first, so that is hardly ever what is cut. */
  #read(i: number, buffer: Buffer, bytes: number): void {
    if (!this.#missing.has(i) || !buffer.subarray(0, bytes).includes(this.#marker)) return;
    this.#missing.delete(i);
    if (this.#missing.size === 0) this.#last?.();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#last?.();
  }
}

/** One for all: what came is looked at before anything else is read. */
const shared = Buffer.allocUnsafe(1 << 16);
