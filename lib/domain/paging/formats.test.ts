import { expect, test } from "vitest";
import { dedupKey, type PageMessage } from "./message.ts";
import { pageRequest } from "./page-request.ts";

const message: PageMessage = {
  event: "trigger",
  pageId: "pag_1",
  title: "Clear the native lock of aim_lock_config.conf",
  text: "Nobody can take it until somebody acknowledges.",
  severity: "critical",
  lockId: "native/aim_lock_config.conf",
  resource: "aim_lock_config.conf",
  operationId: "op_1",
  url: "https://locks.example.org/operations/op_1",
  consoleUrl: "https://locks.example.org/",
  createdAt: Date.UTC(2026, 10, 23, 3, 12),
  by: "Ada",
  endedAt: null,
};
const over: PageMessage = { ...message, event: "resolve", endedAt: message.createdAt + 90_000 };
const bodyOf = (...args: Parameters<typeof pageRequest>) =>
  pageRequest(...args).body as Record<string, unknown>;

test("PagerDuty Events v2: one incident a lock, the deep link twice, the routing key from the secret", () => {
  expect(bodyOf("pagerduty", message, "0123456789abcdef0123456789abcdef")).toEqual({
    routing_key: "0123456789abcdef0123456789abcdef",
    event_action: "trigger",
    dedup_key: "native/aim_lock_config.conf",
    client: "Locksmith",
    client_url: message.url,
    links: [{ href: message.url, text: "Open the hold point in Locksmith" }],
    payload: {
      summary: message.title,
      source: "aim_lock_config.conf",
      severity: "critical",
      timestamp: "2026-11-23T03:12:00.000Z",
      class: "hold point",
      custom_details: {
        text: message.text,
        asked_by: "Ada",
        lock: "native/aim_lock_config.conf",
        operation: "op_1",
      },
    },
  });
  for (const event of ["acknowledge", "resolve"] as const) {
    expect(bodyOf("pagerduty", { ...message, event }, "key")).toEqual({
      routing_key: "key",
      event_action: event,
      dedup_key: "native/aim_lock_config.conf",
    });
  }
  const payload = bodyOf("pagerduty", { ...message, title: "x".repeat(5_000) }, "key")["payload"] as Record<
    string,
    unknown
  >;
  expect(String(payload["summary"])).toHaveLength(1_024);
});

test("a key of PagerDuty has 255 characters at most and still tells locks apart", () => {
  const long = (end: string) => dedupKey({ ...message, lockId: `kernel/${"ż".repeat(3_000)}${end}` });
  expect(long("a").length).toBeLessThanOrEqual(255);
  expect(long("a")).not.toBe(long("b"));
  expect(dedupKey({ ...message, lockId: null })).toBe("op_1");
});

test("Alertmanager v4: firing with no end, then resolved with one, and the same alert both times", () => {
  const firing = bodyOf("alertmanager", message, "token");
  expect(firing).toMatchObject({
    version: "4",
    truncatedAlerts: 0,
    status: "firing",
    receiver: "locksmith",
    externalURL: "https://locks.example.org/",
    groupLabels: { dedup_key: "native/aim_lock_config.conf" },
    commonLabels: { alertname: "LocksmithPage", severity: "critical", resource: "aim_lock_config.conf" },
    alerts: [
      {
        status: "firing",
        startsAt: "2026-11-23T03:12:00.000Z",
        endsAt: "0001-01-01T00:00:00Z",
        generatorURL: message.url,
        annotations: { summary: message.title },
      },
    ],
  });
  expect(typeof firing["groupKey"]).toBe("string");
  const resolved = bodyOf("alertmanager", over, "token");
  expect(resolved).toMatchObject({ status: "resolved", alerts: [{ endsAt: "2026-11-23T03:13:30.000Z" }] });
  const printOf = (body: Record<string, unknown>) =>
    String((body["alerts"] as { fingerprint: string }[])[0]?.fingerprint);
  expect(printOf(resolved)).toBe(printOf(firing));
  expect(printOf(firing)).toMatch(/^[0-9a-f]{16}$/);
  expect(pageRequest("alertmanager", message, "token").headers).toEqual({ authorization: "Bearer token" });
  expect(bodyOf("alertmanager", { ...message, event: "acknowledge", by: "Bob" }, null)).toMatchObject({
    status: "firing",
    commonAnnotations: { acknowledged_by: "Bob" },
  });
});

test("Slack: nothing from a host is markup, mentions somebody, or breaks the block's limits", () => {
  const evil = {
    ...message,
    title: `<!channel> *a* & <http://evil|b> ${"&".repeat(400)}`,
    text: "<@U1>".repeat(900),
  };
  const body = bodyOf("slack", evil, "unused");
  const sent = JSON.stringify(body);
  expect(sent).not.toContain("<!");
  expect(sent).not.toContain("<@");
  expect(sent).not.toContain("<http://evil");
  expect(sent.match(/<[^>]*>/g)).toEqual([
    `<${message.url}|Open in Locksmith>`,
    `<${message.url}|Open in Locksmith>`,
  ]);
  const blocks = body["blocks"] as { type: string; text?: { type: string; text: string } }[];
  expect(blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
  expect(blocks[0]?.text?.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
  for (const block of blocks) expect(block.text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
  expect(blocks.filter((block) => block.text?.type === "mrkdwn")).toHaveLength(1);
  expect(sent).not.toContain("unused");
});

test("plain JSON has everything, the secret in the header alone", () => {
  const { headers, body } = pageRequest("json", over, "s3cret");
  expect(headers).toEqual({ authorization: "Bearer s3cret" });
  expect(body).toMatchObject({
    version: 1,
    event: "resolve",
    dedupKey: "native/aim_lock_config.conf",
    url: message.url,
  });
  expect(JSON.stringify(body)).not.toContain("s3cret");
  expect(pageRequest("json", message, null).headers).toEqual({});
});
