import { expect, test } from "vitest";
import { containerOrUnit } from "./cgroup.ts";
import { readHostView } from "./host-view.ts";
import { parseMountinfo } from "./mounts.ts";
import { parseStat } from "./process-facts.ts";
import { ProcFs } from "./procfs.ts";
import { FakeProc } from "./testing/fake-proc.ts";
import { parsePasswd } from "./users.ts";

function viewOf(options: ConstructorParameters<typeof FakeProc>[0], user = { uid: 0, groups: [0] }) {
  const fake = new FakeProc(options);
  const view = readHostView(new ProcFs(fake.root), user);
  fake.remove();
  return view;
}

test("the first PID namespace is known by its number, another one is a child", () => {
  expect(viewOf({})).toMatchObject({ scope: "host", pidNs: "4026531836", limitations: [] });
  expect(viewOf({ pidNs: "4026532001" })).toMatchObject({ scope: "child-namespace" });
});

test.each([
  ["rw,hidepid=2", 1000, [1000], true],
  ["rw,hidepid=invisible,gid=27", 1000, [27], false],
  ["rw,hidepid=ptraceable", 1000, [1000], true],
  ["rw,hidepid=1", 1000, [1000], false],
  ["rw,hidepid=2", 0, [0], false],
  ["rw", 1000, [1000], false],
])("%s for uid %i in %j hides processes: %s", (mountOptions, uid, groups, hides) => {
  expect(viewOf({ mountOptions }, { uid, groups }).hidesProcesses).toBe(hides);
});

test.each([
  ["12:pids:/\n0::/system.slice/nginx.service\n", "nginx.service"],
  ["0::/user.slice/user-1000.slice/user@1000.service/app.slice/vi.scope\n", "vi.scope"],
  [`0::/system.slice/docker-${"3f0c".repeat(16)}.scope\n`, "docker 3f0c3f0c3f0c"],
  [`9:cpu:/docker/${"3f0c".repeat(16)}\n`, "docker 3f0c3f0c3f0c"],
  [
    `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0a1b2c3d_0000_1111_2222_333344445555.slice/cri-containerd-${"ab12".repeat(16)}.scope\n`,
    "pod 0a1b2c3d-0000-1111-2222-333344445555 containerd ab12ab12ab12",
  ],
  [`0::/machine.slice/libpod-${"ab12".repeat(16)}.scope/container\n`, "podman ab12ab12ab12"],
  ["0::/\n", null],
  ["", null],
])("cgroup %j is in %s", (text, unit) => expect(containerOrUnit(text)).toBe(unit));

test("a command with spaces, parentheses and a line feed does not shift the fields of stat", () => {
  const text = `77 (a) R 9 (\n b) S 5 6 7 0 -1 4194304 ${"0 ".repeat(10)}3 0 12345 0`;
  expect(parseStat(text)).toMatchObject({
    pid: 77,
    comm: "a) R 9 (\n b",
    state: "S",
    ppid: 5,
    startTime: 12_345,
  });
  expect(parseStat(text)).toMatchObject({ processGroup: 6, session: 7, threads: 3, kernelThread: false });
  expect(parseStat("")).toBeNull();
  expect(parseStat("77 (x) S")).toBeNull();
});

test("mounts are known by the hexadecimal device of the lock table", () => {
  const text =
    "30 1 259:11 / /srv/my\\040data rw,noatime shared:1 master:2 - btrfs /dev/nvme0n1 rw,space_cache\nodd\n";
  expect(parseMountinfo(text)).toEqual([
    { device: "103:0b", mountPoint: "/srv/my data", fsType: "btrfs", superOptions: ["rw", "space_cache"] },
  ]);
});

test("users come from passwd, the first name of a number wins, odd lines are left out", () => {
  expect([...parsePasswd("root:x:0:0::/:/bin/sh\ntoor:x:0:0\n\nodd\nx:y:z\nnobody:x:65534:65534\n")]).toEqual(
    [
      [0, "root"],
      [65_534, "nobody"],
    ],
  );
});
