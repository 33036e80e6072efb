/** The life of one process of a drill, by its name. Returns the exit code; 2 for a name that there is not. */
export async function runDrillPart(name: string): Promise<number> {
  switch (name) {
    case "keeper":
      return (await import("./parts/keeper.ts")).runKeeper();
    case "fleet":
      return (await import("./parts/fleet-process.ts")).runFleetProcess();
    case "orchestrator":
      return (await import("./parts/orchestrator.ts")).runOrchestratorProcess();
    default:
      return 2;
  }
}
