import { isIP } from "node:net";

/** True for addresses that only this machine can reach. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^(::ffff:)?127\./.test(address);
}

/**
 * Makes the check of the Host header for a server that is bound to loopback. A page of another site can have its
 * name resolve to 127.0.0.1 (DNS rebinding); its requests then still carry that name. Only names that mean this
 * machine, and the public address, are let in.
 */
export function hostCheck(boundTo: string, publicUrl: string | null): (host: string | undefined) => boolean {
  if (!isLoopback(boundTo)) return () => true;
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  return (host) => {
    if (host === undefined) return false;
    if (host.toLowerCase() === publicHost) return true;
    const name = nameOf(host);
    return isLoopback(name) && (name === "localhost" || isIP(name) !== 0);
  };
}

function nameOf(host: string): string {
  const bracketed = /^\[([0-9a-fA-F:.]+)\](:\d+)?$/.exec(host);
  return (bracketed?.[1] ?? host.replace(/:\d+$/, "")).toLowerCase();
}
