import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { startChild, stopChild } from "./child.ts";
import { endsWithin } from "./ends-within.ts";
import { Connection } from "./http-load.ts";
import { Locker } from "./locker.ts";
import { OpenStreams } from "./open-streams.ts";
import type { BenchServer } from "./server.ts";
import { compare, median, type Row } from "./stats.ts";

const streams = 1_000;
const rounds = 100;
const warmUps = 20;
/** Longer than changes are gathered for, so that each round is one commit and one frame. */
const pauseMs = 40;
const frameMs = 30_000;
const topics = "locks,owners,nodes,operations,units,incidents,drills,events";

/** One fan-out: from the request, and from its answer, until the last of the streams had it. */
interface Spread {
  fromAskedMs: number;
  fromAnsweredMs: number;
}

/**
 * One commit to 1,000 open streams, until the last has it, and a bare loop of writes of the same bytes, in turns. Both
 * servers answer who asked before they tell the others; a commit is durable by then, so the answer is where both begin.
 */
export async function benchFanout(server: BenchServer): Promise<Row[]> {
  const bare = await startChild([fileURLToPath(new URL("./bare-stream-server.ts", import.meta.url))]);
  try {
    return [await compareSpreads(server, Number(bare.line))];
  } finally {
    await stopChild(bare.child);
  }
}

async function compareSpreads(server: BenchServer, barePort: number): Promise<Row> {
  const target = { port: server.port, path: `/api/v1/stream?topics=${topics}`, headers: server.headers };
  const locker = await Locker.open(server);
  const poster = new Connection(barePort);
  const ours = await OpenStreams.open(target, streams, "event: hello");
  const theirs = await OpenStreams.open({ port: barePort, path: "/" }, streams, "event: hello");
  const frame = await endsWithin(
    frameMs,
    "a frame of the stream",
    captureFrame(target, () => locker.take("captured")),
  );
  const own: Spread[] = [];
  const peer: Spread[] = [];
  for (let i = -warmUps; i < rounds; i += 1) {
    const name = `spread-${i + warmUps}`;
    const mine = await spread(ours, name, () => locker.take(name));
    await pause();
    const bares = await spread(theirs, name, () => poster.post("/", frame.replaceAll("captured", name)));
    await pause();
    if (i < 0) continue;
    own.push(mine);
    peer.push(bares);
  }
  ours.close();
  theirs.close();
  locker.close();
  poster.close();
  const asked = (of: Spread[]) => median(of.map((s) => s.fromAskedMs)).toFixed(1);
  return compare({
    measure: `stream, one commit to the last of ${streams.toLocaleString("en-US")}`,
    ours: median(own.map((s) => s.fromAnsweredMs)),
    peer: median(peer.map((s) => s.fromAnsweredMs)),
    peerName: "bare loop of writes",
    unit: "ms",
    atMost: 1.5,
    note: `${frame.length} bytes each, median of ${rounds}, from the answer; from the request on, with its durable commit, ${asked(own)} ms, bare ${asked(peer)} ms`,
  });
}

async function spread(streams: OpenStreams, text: string, trigger: () => Promise<unknown>): Promise<Spread> {
  const last = streams.expect(text);
  const asked = performance.now();
  await trigger();
  const answered = performance.now();
  const lastMs = await last;
  return { fromAskedMs: lastMs - asked, fromAnsweredMs: Math.max(0, lastMs - answered) };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs));
}

/** The frame that a client reads when something happens, whole. */
function captureFrame(
  target: { port: number; path: string; headers: Record<string, string> },
  trigger: () => Promise<unknown>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port, path, headers } = target;
    const call = request({ host: "127.0.0.1", port, path, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => {
        if (text === "") trigger().catch(reject);
        text += part;
        const frame = /id: \d+\nevent: change\n.*\n\n/.exec(text)?.[0];
        if (frame === undefined) return;
        call.destroy();
        resolve(frame);
      });
    });
    call.on("error", reject);
    call.end();
  });
}
