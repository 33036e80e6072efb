const containers: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[/-])docker[-/]([0-9a-f]{12,64})(?:\.scope)?(?:\/|$)/, "docker"],
  [/(?:^|[/-])cri-containerd[-:]([0-9a-f]{12,64})(?:\.scope)?(?:\/|$)/, "containerd"],
  [/(?:^|[/-])crio-([0-9a-f]{12,64})(?:\.scope)?(?:\/|$)/, "cri-o"],
  [/(?:^|[/-])libpod-([0-9a-f]{12,64})(?:\.scope)?(?:\/|$)/, "podman"],
  [/(?:^|\/)lxc(?:\.payload)?[./]([^/]{1,80})(?:\/|$)/, "lxc"],
  [/(?:^|\/)kubepods[^/]*\/(?:[^/]+\/)*([0-9a-f]{64})(?:\/|$)/, "container"],
];
const pod = /pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})/;

/**
 * The container or the systemd unit that a process runs in, from the text of `/proc/PID/cgroup`: the innermost
 * service or scope, `docker 3f0c…` for a container, null where the cgroup says neither.
 */
export function containerOrUnit(cgroup: string): string | null {
  let unit: string | null = null;
  for (const line of cgroup.split("\n").slice(0, 64)) {
    const path = line.slice(line.indexOf(":", line.indexOf(":") + 1) + 1);
    const container = containerOf(path);
    if (container !== null) return container;
    unit ??= unitOf(path);
  }
  return unit;
}

function containerOf(path: string): string | null {
  for (const [pattern, kind] of containers) {
    const id = pattern.exec(path)?.[1];
    if (id === undefined) continue;
    const podId = pod.exec(path)?.[1]?.replaceAll("_", "-");
    const name = kind === "lxc" ? id : id.slice(0, 12);
    return podId === undefined ? `${kind} ${name}` : `pod ${podId} ${kind} ${name}`;
  }
  return null;
}

function unitOf(path: string): string | null {
  const parts = path.split("/").filter((part) => /\.(service|scope)$/.test(part));
  return parts.at(-1)?.slice(0, 200) ?? null;
}
