import { ClearPart } from "#lib/agent/clear/clear-part.ts";
import { ClearJournal } from "#lib/agent/clear/journal.ts";
import { Wake } from "#lib/client/waiting/wake.ts";
import { order } from "#lib/contract/orders.ts";
import { realHands } from "#lib/sources/kernel/clear/hands.ts";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";

// An agent that comes as far as the moment before the first SIGTERM, and no further: the test kills it there.
const [file = "", bootId = "", text = ""] = process.argv.slice(2);
const hands = realHands();
const part = new ClearPart({
  journal: new ClearJournal(file),
  bootId,
  reported: () => true,
  hands: {
    ...hands,
    signal: (pid, signal) => {
      if (signal !== "SIGTERM") return hands.signal(pid, signal);
      process.stdout.write("stopped\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      return "gone";
    },
  },
  nowMs: monotonicMs,
  wake: new Wake(),
  log: (line) => process.stderr.write(`${line}\n`),
  signal: new AbortController().signal,
});
part.take([order.parse(JSON.parse(text))], monotonicMs());
await part.idle();
