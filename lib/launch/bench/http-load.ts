import { Agent, request } from "node:http";

/** An answer that is not there by then will not come. */
const answerMs = 60_000;

/** One connection that stays open and carries one request at a time, as a client of a lock service has. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;
  readonly #headers: Record<string, string>;

  constructor(port: number, headers: Record<string, string> = {}) {
    this.#port = port;
    this.#headers = headers;
  }

  /** POSTs JSON and returns the parsed answer. Throws on any status but 2xx. */
  post<T>(path: string, body: unknown): Promise<T> {
    return this.#call("POST", path, typeof body === "string" ? body : JSON.stringify(body));
  }

  /** GETs a page and returns its text. */
  read(path: string): Promise<string> {
    return this.#call("GET", path, null);
  }

  #call<T>(method: "GET" | "POST", path: string, text: string | null): Promise<T> {
    const sent =
      text === null ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const call = request(
        {
          host: "127.0.0.1",
          port: this.#port,
          path,
          method,
          timeout: answerMs,
          agent: this.#agent,
          headers: { ...this.#headers, ...sent },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("error", reject);
          answer.on("end", () => {
            const whole = Buffer.concat(parts).toString();
            if ((answer.statusCode ?? 0) >= 300) reject(new Error(`${path}: ${answer.statusCode} ${whole}`));
            else resolve((text === null ? whole : whole === "" ? null : JSON.parse(whole)) as T);
          });
        },
      );
      call.on("timeout", () =>
        call.destroy(new Error(`${path} did not answer within ${answerMs / 1_000} s`)),
      );
      call.on("error", reject);
      call.end(text ?? undefined);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Runs one loop per client for `durationMs` and returns completed rounds per second, all clients together. */
export async function roundsPerSecond(
  rounds: readonly (() => Promise<void>)[],
  durationMs: number,
): Promise<number> {
  let done = 0;
  const started = performance.now();
  const until = started + durationMs;
  await Promise.all(
    rounds.map(async (round) => {
      while (performance.now() < until) {
        await round();
        done += 1;
      }
    }),
  );
  return (done * 1000) / (performance.now() - started);
}

const usualTurns = 5;

/**
 * Rounds per second of several loads, each measured for `durationMs` in all, in turns: what else the machine does
 * meanwhile falls on all of them alike. A fourth as many turns come first, uncounted, to warm up.
 */
export async function ratesInTurns(
  loads: readonly (readonly (() => Promise<void>)[])[],
  durationMs: number,
  turns = usualTurns,
): Promise<number[]> {
  const sums = loads.map(() => 0);
  for (let turn = -Math.ceil(turns / 4); turn < turns; turn += 1) {
    for (const [i, rounds] of loads.entries()) {
      const rate = await roundsPerSecond(rounds, durationMs / turns);
      if (turn >= 0) sums[i] = (sums[i] ?? 0) + rate;
    }
  }
  return sums.map((sum) => sum / turns);
}
