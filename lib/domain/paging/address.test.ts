import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AddressClass, addressClass, addressRefusal, urlRefusal } from "./address.ts";

const known: [string, AddressClass][] = [
  ["1.1.1.1", "public"],
  ["172.15.255.255", "public"],
  ["172.32.0.1", "public"],
  ["2606:4700:4700::1111", "public"],
  ["127.0.0.1", "private"],
  ["127.255.0.9", "private"],
  ["10.0.0.1", "private"],
  ["172.16.0.1", "private"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "private"],
  ["::1", "private"],
  ["fd12:3456::1", "private"],
  ["0.0.0.0", "never"],
  ["169.254.169.254", "never"],
  ["100.100.100.200", "never"],
  ["224.0.0.1", "never"],
  ["255.255.255.255", "never"],
  ["198.18.0.1", "never"],
  ["::", "never"],
  ["fe80::1", "never"],
  ["ff02::1", "never"],
  ["fd00:ec2::254", "never"],
  ["::ffff:127.0.0.1", "never"],
  ["::ffff:8.8.8.8", "never"],
  ["::7f00:1", "never"],
  ["64:ff9b::7f00:1", "never"],
  ["2002:7f00:1::", "never"],
  ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "never"],
  ["2001:db8::1", "never"],
  ["not an address", "never"],
  ["1.2.3", "never"],
  ["1.2.3.256", "never"],
  ["1:2:3:4:5:6:7:8:9", "never"],
  ["1::2::3", "never"],
  ["fe80::1%eth0", "never"],
];

test.each(known)("%s is %s", (address, found) => {
  expect(addressClass(address)).toBe(found);
});

test("whatever is private stays refused however it is written inside IPv6", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte, byte), ([a, b, c, d]) => {
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      for (const six of [`::ffff:${a}.${b}.${c}.${d}`, `::${hex}`, `64:ff9b::${hex}`, `2002:${hex}::1`]) {
        expect(addressRefusal(six, { hosts: [], allowPrivate: false })).not.toBeNull();
      }
    }),
  );
});

describe("addresses on the web", () => {
  const open = { hosts: [], allowPrivate: false };
  test.each([
    "http://127.0.0.1/x",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://[::1]:9093/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data",
    "ftp://example.org/",
    "file:///etc/passwd",
    "https://user:secret@example.org/",
    "gopher://example.org",
    "nothing",
  ])("%s is refused", (url) => {
    expect(urlRefusal(url, open)).not.toBeNull();
  });

  test("a name is let through here: its addresses are checked when it is connected to", () => {
    expect(urlRefusal("https://hooks.example.org/x", open)).toBeNull();
    expect(urlRefusal("https://localhost/", open)).toBeNull();
  });

  test("with a list, only what is on it; a port counts where the list names one", () => {
    const rules = { hosts: ["hooks.example.org", "alerts.example.org:9093"], allowPrivate: false };
    expect(urlRefusal("https://hooks.example.org/a", rules)).toBeNull();
    expect(urlRefusal("https://HOOKS.example.org:8443/a", rules)).toBeNull();
    expect(urlRefusal("http://alerts.example.org:9093/a", rules)).toBeNull();
    expect(urlRefusal("https://alerts.example.org/a", rules)).toContain("LOCKSMITH_PAGE_ALLOW");
    expect(urlRefusal("https://hooks.example.org.evil.example/a", rules)).not.toBeNull();
    expect(urlRefusal("https://evil.example/hooks.example.org", rules)).not.toBeNull();
  });

  test("private addresses open by configuration, metadata never, and the list still counts", () => {
    const rules = { hosts: [], allowPrivate: true };
    expect(urlRefusal("http://127.0.0.1:9093/", rules)).toBeNull();
    expect(urlRefusal("http://169.254.169.254/", rules)).not.toBeNull();
    expect(urlRefusal("http://127.0.0.1/", { hosts: ["a"], allowPrivate: true })).not.toBeNull();
  });
});
