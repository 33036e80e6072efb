import { apiPaths, lockIdHref } from "#lib/client/paths.ts";
import type { LockDetail, LockList } from "#lib/contract/locks.ts";
import { isStale } from "#lib/domain/states.ts";
import { type Stage, stageNames, type Variation } from "#lib/drill/stage.ts";

/** An innocent process gets the PID that the kernel's lock table names as taker. */
export const pidReused: Variation = {
  looks: {
    page: {
      text: "The lock table names a PID. Who has this PID today, and who has the descriptor? Look at the flock's evidence.",
      look: "/locks?source=kernel",
    },
  },
  acts: {
    hot: async (stage, story) => {
      await story(stage);
      const flock = await orphanedFlock(stage);
      const taker = flock.holders.find(({ role, alive }) => role === "taker" && alive === "no");
      const look = lockIdHref(flock.id);
      if (taker?.pid != null && (await stage.parts.reusePid(taker.pid))) {
        const text = `A process that has nothing to do with it has PID ${taker.pid} now, which the lock table names.`;
        stage.say("happened", text, look);
      } else {
        const text =
          "This host does not let a PID be chosen: that an innocent process has the taker's PID is only told, not so.";
        stage.say("happened", text, look);
      }
    },
    report: async (stage, story) => {
      await story(stage);
      stage.say(
        "trap",
        "The PID in the kernel's lock table belonged to a bystander by then, and `lslocks` would have blamed it. Who holds a flock is who has its open file description: found by the `lock:` line of its descriptor, and checked again with its start time before anything was ended. The bystander was left alone.",
      );
    },
  },
};

function orphanedFlock(stage: Stage): Promise<LockDetail> {
  return stage.until("the flock without an owner", async () => {
    const query = { source: "kernel", resource: stageNames.resource };
    const { items } = await stage.api.fleet.get<LockList>(apiPaths.locks, { query });
    const row = items.find(({ verdict }) => isStale(verdict));
    return row === undefined ? null : stage.api.fleet.get<LockDetail>(apiPaths.lock(row.source, row.key));
  });
}
