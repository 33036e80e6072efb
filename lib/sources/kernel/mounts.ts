import { failed, type ProcFs } from "./procfs.ts";

export interface Mount {
  /** `major:minor` in hex, as `/proc/locks` prints a device. */
  device: string;
  mountPoint: string;
  fsType: string;
  /** Options of the file system itself, such as `rw,hidepid=2`. */
  superOptions: string[];
}

/** Reads `/proc/PID/mountinfo` (proc_pid_mountinfo(5)); lines of another shape are left out. */
export function parseMountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split("\n")) {
    const words = line.split(" ");
    const dash = words.indexOf("-", 6);
    const device = /^(\d{1,10}):(\d{1,10})$/.exec(words[2] ?? "");
    const mountPoint = words[4];
    if (dash === -1 || device === null || mountPoint === undefined) continue;
    const [major, minor] = [Number(device[1]), Number(device[2])];
    mounts.push({
      device: `${hex(major)}:${hex(minor)}`,
      mountPoint: unescapeOctal(mountPoint),
      fsType: words[dash + 1] ?? "",
      superOptions: (words[dash + 3] ?? "").split(","),
    });
  }
  return mounts;
}

/** The mounts that this process sees; none when they cannot be read. */
export function readMounts(proc: ProcFs): Mount[] {
  const text = proc.wholeText("self/mountinfo");
  return failed(text) ? [] : parseMountinfo(text);
}

function hex(n: number): string {
  return n.toString(16).padStart(2, "0");
}

function unescapeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
