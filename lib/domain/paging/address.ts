/**
 * Where a page may be sent. `public`: routed on the internet. `private`: this machine, this site, or a carrier's inside,
 * open only by configuration. `never`: link-local (cloud metadata answers there), multicast, reserved, and every form
 * that wraps another address.
 * Rules: IANA special-purpose address registries for IPv4 and IPv6.
 */
export type AddressClass = "public" | "private" | "never";

const private4 = ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const never4 = [
  "0.0.0.0/8",
  "169.254.0.0/16",
  // Metadata of one cloud, inside the carriers' range.
  "100.100.100.200/32",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];
const private6 = ["::1/128", "fc00::/7"];
/** Of 2000::/3; all that is outside it and not private is never reached either. */
const never6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fd00:ec2::254/128"];

/** The class of a literal address; `never` for what is none. */
export function addressClass(address: string): AddressClass {
  const four = parseV4(address);
  if (four !== null) {
    if (never4.some((range) => within(four, 32, range))) return "never";
    return private4.some((range) => within(four, 32, range)) ? "private" : "public";
  }
  const six = parseV6(address);
  if (six === null || never6.some((range) => within(six, 128, range))) return "never";
  if (private6.some((range) => within(six, 128, range))) return "private";
  return within(six, 128, "2000::/3") ? "public" : "never";
}

function within(value: bigint, bits: number, range: string): boolean {
  const [base = "", length = "0"] = range.split("/");
  const start = parseV4(base) ?? parseV6(base) ?? 0n;
  const shift = BigInt(bits - Number(length));
  return value >> shift === start >> shift;
}

/** Dotted decimal alone: other spellings are turned into it by the URL parser before they come here. */
function parseV4(text: string): bigint | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return null;
  const parts = text.split(".").map(Number);
  if (parts.some((part) => part > 255)) return null;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | null {
  if (!/^[0-9a-f:.]+$/i.test(text)) return null;
  const halves = withoutDots(text).split("::");
  if (halves.length > 2) return null;
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const zeros = 8 - left.length - right.length;
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) return null;
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** `::ffff:1.2.3.4` with its end in hexadecimal. */
function withoutDots(text: string): string {
  const cut = text.lastIndexOf(":");
  const four = parseV4(text.slice(cut + 1));
  if (cut < 0 || four === null) return text;
  return `${text.slice(0, cut + 1)}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
}

/** What the configuration lets out: an empty list of hosts lets out every host. */
export interface PagingRules {
  /** `host` or `host:port`, in lower case. */
  hosts: readonly string[];
  allowPrivate: boolean;
}

/** Why a page may not be sent to this address on the web; null when its host may be asked for. */
export function urlRefusal(text: string, rules: PagingRules): string | null {
  if (!URL.canParse(text)) return "This is no web address.";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "The address must be http or https.";
  if (url.username !== "" || url.password !== "")
    return "Put the secret into its own field, not into the address.";
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  const { hostname } = url;
  if (
    rules.hosts.length > 0 &&
    !rules.hosts.some((one) => one === hostname || one === `${hostname}:${port}`)
  ) {
    return `${hostname} is not on this server's list of receivers (LOCKSMITH_PAGE_ALLOW).`;
  }
  const literal = literalOf(hostname);
  return literal === null ? null : addressRefusal(literal, rules);
}

/** Why nothing is sent to this network address; null when it may be connected to. */
export function addressRefusal(address: string, { allowPrivate }: PagingRules): string | null {
  const found = addressClass(address);
  if (found === "public" || (found === "private" && allowPrivate)) return null;
  if (found === "never") return `${address} is an address to which no page is ever sent.`;
  return `${address} is a private address; the server has to be started with LOCKSMITH_PAGE_ALLOW_PRIVATE=1 for it.`;
}

/** The network address that a host in a URL is, without brackets; null for a name. */
export function literalOf(hostname: string): string | null {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return parseV4(hostname) === null ? null : hostname;
}
