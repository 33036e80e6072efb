import { lookup } from "node:dns/promises";
import { type ClientRequest, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { addressRefusal, literalOf, type PagingRules, urlRefusal } from "#lib/domain/paging/address.ts";
import type { PageRequest } from "#lib/domain/paging/message.ts";
import { type Attempted, attemptedWith } from "#lib/domain/paging/outbox.ts";

interface Resolved {
  address: string;
  family: number;
}

export interface PostOptions {
  rules: PagingRules;
  timeLimitMs: number;
  signal?: AbortSignal;
  /** All addresses of a name. */
  resolve?: (hostname: string) => Promise<Resolved[]>;
}

/**
 * Posts JSON to a receiver outside, and tells what became of it; never rejects. The name is asked for once, its
 * addresses are checked, and the connection goes to one of the checked ones, whatever the name says by then. Redirects
 * are not followed, and of the answer only the status is read.
 */
export async function postJson(url: string, content: PageRequest, options: PostOptions): Promise<Attempted> {
  const refusal = urlRefusal(url, options.rules);
  if (refusal !== null) return { outcome: "never", because: refusal };
  const timeLimit = AbortSignal.timeout(options.timeLimitMs);
  const deadline = options.signal === undefined ? timeLimit : AbortSignal.any([timeLimit, options.signal]);
  try {
    const target = new URL(url);
    const found = await inTime(addressesOf(target.hostname, options.resolve ?? resolveAll), deadline);
    const address = found.find((one) => addressRefusal(one.address, options.rules) === null);
    if (address === undefined) {
      const first = found[0]?.address ?? "";
      return {
        outcome: "never",
        because: addressRefusal(first, options.rules) ?? "The name has no address.",
      };
    }
    return attemptedWith(await send(target, address, content, deadline));
  } catch (error) {
    const because = timeLimit.aborted
      ? `did not answer within ${options.timeLimitMs / 1000} s`
      : failureWords(error);
    return { outcome: "again", because };
  }
}

async function addressesOf(
  hostname: string,
  resolve: (hostname: string) => Promise<Resolved[]>,
): Promise<Resolved[]> {
  const literal = literalOf(hostname);
  if (literal !== null) return [{ address: literal, family: literal.includes(":") ? 6 : 4 }];
  return resolve(hostname);
}

function resolveAll(hostname: string): Promise<Resolved[]> {
  return lookup(hostname, { all: true });
}

function send(target: URL, pinned: Resolved, content: PageRequest, deadline: AbortSignal): Promise<number> {
  const body = Buffer.from(JSON.stringify(content.body));
  const toPinned: LookupFunction = (_, options, done) => {
    if (options.all === true) done(null, [pinned]);
    else done(null, pinned.address, pinned.family);
  };
  return new Promise((resolve, reject) => {
    const request: ClientRequest = (target.protocol === "https:" ? tlsRequest : plainRequest)(target, {
      method: "POST",
      // No pool: a connection that was opened for one name must not carry another's request.
      agent: false,
      lookup: toPinned,
      signal: deadline,
      headers: {
        "content-type": "application/json",
        "content-length": body.byteLength,
        "user-agent": "Locksmith",
        accept: "*/*",
        ...content.headers,
      },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      // Nothing of it is read: it may be endless, and nobody is to see it.
      response.on("error", () => undefined);
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.end(body);
  });
}

function inTime<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener("abort", () => reject(deadline.reason), { once: true });
    work.then(resolve, reject);
  });
}

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens at its address",
  ECONNRESET: "broke the connection off",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name could not be asked for",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  ETIMEDOUT: "its host did not answer",
  EPIPE: "broke the connection off",
  HPE_INVALID_CONSTANT: "does not speak HTTP",
};

/** Only the kind of failure: texts of errors can carry what the receiver sent. */
function failureWords(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (
    known[code] ??
    (/^[A-Z0-9_]{2,60}$/.test(code) ? `could not be reached (${code})` : "could not be reached")
  );
}
