import type { Api } from "#lib/client/http.ts";
import { readSse } from "#lib/client/sse.ts";
import { type AgentCommand, agentCommand } from "#lib/contract/agent.ts";
import { tunables } from "./tunables.ts";

/**
 * Follows the commands of the server until the stream ends, is cut or falls silent. Commands of a kind that this
 * agent does not know are left out: the server may be newer. Rejects when the stream cannot be opened.
 */
export async function followCommands(
  api: Api,
  options: { node: string; onCommand: (command: AgentCommand) => void; signal: AbortSignal },
): Promise<void> {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), tunables.commandSilenceMs);
  };
  heard();
  try {
    const response = await api.open(`/api/v1/agents/${encodeURIComponent(options.node)}/commands`, {
      signal: AbortSignal.any([options.signal, silence.signal]),
    });
    if (response.body === null) return;
    for await (const message of readSse(response.body)) {
      heard();
      if (message.event !== "command") continue;
      const command = agentCommand.safeParse(JSON.parse(message.data));
      if (command.success) options.onCommand(command.data);
    }
  } finally {
    clearTimeout(timer);
  }
}
