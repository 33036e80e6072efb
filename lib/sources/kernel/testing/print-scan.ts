import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { KernelScanner } from "#lib/sources/kernel/scanner.ts";

// Run as a process of its own where a test needs the view from elsewhere: another namespace, another user.
const scanner = new KernelScanner({ node: "elsewhere", clock: { monoMs: monotonicMs } });
const { limitations } = scanner.scan();
process.stdout.write(`${JSON.stringify({ locks: scanner.locks(), limitations })}\n`);
