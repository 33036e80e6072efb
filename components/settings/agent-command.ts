/**
 * The one line that starts an agent on another host. It runs in a checkout of Locksmith there; the token goes in
 * by the environment, where a list of processes does not show it to others.
 */
export function agentCommand(options: { origin: string; node: string; secret: string }): string {
  const { origin, node, secret } = options;
  const flags = `--server ${shellWord(origin)} --node ${shellWord(node)}`;
  return `LOCKSMITH_TOKEN=${shellWord(secret)} node lib/launch/locksmith.mjs agent ${flags}`;
}

/** A word for a POSIX shell: as it is when it is harmless, else in single quotes. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_./:@%+=,-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
