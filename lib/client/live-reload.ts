import { isOtherBuild } from "./live-build.ts";

/** Why a screen that nobody sits before wants to load itself again. */
export type ReloadReason = { kind: "build"; build: string } | { kind: "broken" };

/** What a tab remembers over its own reloads, so that they come to an end. */
export interface ReloadMemory {
  /** Builds that it has loaded itself for, and when, on this machine's clock. */
  tried: readonly { build: string; at: number }[];
  /** Reloads in a row because something was broken, and when the last was, on this machine's clock. */
  broken: number;
  brokenAt: number;
}

/** A hundred walls must not load the new version in one instant. */
const spreadMs = 20_000;
const brokenMinMs = 15_000;
const brokenMaxMs = 600_000;
/** What broke this long ago says nothing of today. */
const forgetMs = 3_600_000;
const probeAgainMs = 5_000;
const memoryKey = "locksmith.reloads";
const buildsKept = 20;

/**
 * How long to wait before the reload, ms. A build is loaded once an hour at most: that ends reloads that bring nothing, and
 * yet a version that was taken back and comes again is loaded. `random` is in [0, 1).
 */
export function reloadWaitMs(
  reason: ReloadReason,
  memory: ReloadMemory,
  nowMs: number,
  random: number,
): number {
  if (reason.kind === "build") {
    const last = memory.tried.findLast(({ build }) => build === reason.build);
    const agoMs = last === undefined || nowMs < last.at ? forgetMs : nowMs - last.at;
    return Math.max(0, forgetMs - agoMs) + random * spreadMs;
  }
  const inRow = nowMs - memory.brokenAt > forgetMs ? 0 : memory.broken;
  const waitMs = Math.min(brokenMaxMs, brokenMinMs * 2 ** Math.min(inRow, 10));
  return waitMs / 2 + (waitMs / 2) * random;
}

/** The memory once the reload is made. */
export function afterReload(reason: ReloadReason, memory: ReloadMemory, nowMs: number): ReloadMemory {
  if (reason.kind === "build") {
    const others = memory.tried.filter(({ build }) => build !== reason.build);
    return { ...memory, tried: [...others, { build: reason.build, at: nowMs }].slice(-buildsKept) };
  }
  const inRow = nowMs - memory.brokenAt > forgetMs ? 0 : memory.broken;
  return { ...memory, broken: inRow + 1, brokenAt: nowMs };
}

/** A browser, as far as loading a page again needs one. */
export interface ReloadWorld {
  fetch: (path: string) => Promise<Response>;
  /** Address of the page, as a path. */
  path: () => string;
  reload: () => void;
  nowMs: () => number;
  random: () => number;
  after: (delayMs: number, call: () => void) => () => void;
  storage: Pick<Storage, "getItem" | "setItem">;
}

/**
 * Loads the page again, but only when the server is ready and the page comes: a screen that nobody sits before must
 * not end on an error page. The answer gives it up.
 */
export function reloadWhenReady(reason: ReloadReason, world: ReloadWorld): () => void {
  const memory = readMemory(world.storage);
  const waitMs = reloadWaitMs(reason, memory, world.nowMs(), world.random());
  let cancel = world.after(waitMs, () => void attempt());
  let over = false;
  const attempt = async () => {
    const ready = await pageComes(reason, world);
    if (over) return;
    // Where nothing can be remembered, nothing would end the reloads either.
    if (ready && keepMemory(world.storage, afterReload(reason, memory, world.nowMs()))) return world.reload();
    cancel = world.after(probeAgainMs * (1 + world.random()), () => void attempt());
  };
  return () => {
    over = true;
    cancel();
  };
}

async function pageComes(reason: ReloadReason, { fetch, path }: ReloadWorld): Promise<boolean> {
  try {
    if (!(await fetch("/readyz")).ok) return false;
    const page = await fetch(path());
    if (!page.ok || page.redirected) return false;
    const build = /<html\b[^>]*\bdata-build="([^"]*)"/.exec(await page.text())?.[1];
    return build !== undefined && (reason.kind === "broken" || !isOtherBuild(build, reason.build));
  } catch {
    return false;
  }
}

function readMemory(storage: ReloadWorld["storage"]): ReloadMemory {
  const nothing = { tried: [], broken: 0, brokenAt: 0 };
  try {
    return { ...nothing, ...(JSON.parse(storage.getItem(memoryKey) ?? "{}") as Partial<ReloadMemory>) };
  } catch {
    return nothing;
  }
}

function keepMemory(storage: ReloadWorld["storage"], memory: ReloadMemory): boolean {
  try {
    storage.setItem(memoryKey, JSON.stringify(memory));
    return true;
  } catch {
    return false;
  }
}

/** The tab that this runs in. */
export const thisTab: ReloadWorld = {
  fetch: (path) => fetch(path, { cache: "no-store" }),
  path: () => `${window.location.pathname}${window.location.search}`,
  reload: () => window.location.reload(),
  nowMs: () => Date.now(),
  random: () => Math.random(),
  after: (delayMs, call) => {
    const id = setTimeout(call, delayMs);
    return () => clearTimeout(id);
  },
  get storage() {
    return window.sessionStorage;
  },
};
