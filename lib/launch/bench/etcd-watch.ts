import { Connection } from "./http-load.ts";
import { OpenStreams } from "./open-streams.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Times, ms, from asking for a put until a watch has told of it; a watch knows a put by its value. */
export async function etcdWatchMs(port: number, watches: number, rounds: number): Promise<number[]> {
  const prefix = "pixel/";
  const body = JSON.stringify({
    create_request: { key: base64(prefix), range_end: base64("pixel0") },
  });
  const target = { port, path: "/v3/watch", body };
  const open = await OpenStreams.open(target, watches, '"created":true');
  const poster = new Connection(port);
  const times: number[] = [];
  try {
    for (let i = 0; i < rounds; i += 1) {
      const [key, value] = [base64(`${prefix}${i}`), base64(`value-of-round-${i}`)];
      // The last that was opened, as the browser is of ours.
      const told = open.expect(`"value":"${value}"`, [watches - 1]);
      const asked = performance.now();
      await poster.post("/v3/kv/put", { key, value });
      times.push((await told) - asked);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  } finally {
    open.close();
    poster.close();
  }
  return times;
}
