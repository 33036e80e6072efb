import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const always: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};

const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

export interface HeaderOptions {
  dev: boolean;
  /** Browsers reach the server by https: tell them to stay with it. */
  https: boolean;
}

/** Headers of every answer of the API: it shows nothing, so it may load nothing. */
export function apiHeaders(options: HeaderOptions): Record<string, string> {
  return { ...everywhere(options), "content-security-policy": nothing };
}

/**
 * Headers of every page. Scripts come from here, and inline only with this answer's nonce; Next reads the nonce
 * from the request's own policy header and puts it on its scripts.
 */
export function protectPage(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: HeaderOptions,
): void {
  for (const [name, value] of Object.entries(everywhere(options))) outgoing.setHeader(name, value);
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, options.dev);
  incoming.headers["content-security-policy"] = policy;
  incoming.headers["x-nonce"] = nonce;
  // Layouts are not told which page they frame; a visitor who has to sign in first wants to come back to it.
  incoming.headers["x-locksmith-path"] = incoming.url ?? "/";
  outgoing.setHeader("content-security-policy", policy);
}

function everywhere({ https }: HeaderOptions): Record<string, string> {
  return https ? { ...always, "strict-transport-security": "max-age=31536000" } : always;
}

function pagePolicy(nonce: string, dev: boolean): string {
  // React's development build rebuilds stacks with eval; hot reload has a web socket.
  const scripts = dev ? ` 'unsafe-eval'` : "";
  const sockets = dev ? " ws: wss:" : "";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'${scripts}`,
    // Charts and the virtual table position by style attributes; styles cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${sockets}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
