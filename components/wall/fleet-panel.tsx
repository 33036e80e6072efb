"use client";

import { cellOrder, type FleetOfWorld } from "#lib/domain/wall/wall-fleet.ts";
import { grouped } from "#lib/domain/words.ts";
import { cellCount, cellLook, FleetField } from "./fleet-field.tsx";
import { useWallModel } from "./use-wall-model.tsx";
import { WallSection } from "./wall-section.tsx";
import { WallState } from "./wall-state.tsx";

/** The fleet: counts by state in words, and every node as a cell. `height` in units; without it, all that is left. `large`: cells too. */
export function FleetPanel(props: {
  fleet: FleetOfWorld;
  height?: number | null;
  large?: boolean;
  drill?: boolean;
}) {
  const { fleet, height = null, large = false, drill = false } = props;
  const { complete } = useWallModel();
  const states = cellOrder.filter((state) => (fleet.counts[state] ?? 0) > 0);
  const nodes = `${grouped(fleet.total)} ${fleet.total === 1 ? "node" : "nodes"}`;
  return (
    <WallSection
      title="Fleet"
      note={complete ? nodes : undefined}
      drill={drill}
      className={height === null ? "flex-1" : "shrink-0"}
      {...(height !== null && { height })}
    >
      {fleet.total === 0 ? (
        <p className="wall-small text-secondary">
          {complete ? "No node reports here yet." : "Not read yet."}
        </p>
      ) : (
        <>
          <ul
            aria-label="Nodes by state"
            className="wall-text mb-3 flex flex-wrap gap-x-8 border-t border-line pt-2"
          >
            {states.map((state) => (
              <li key={state}>
                <WallState state={cellLook[state]} label={cellCount(state, fleet.counts[state] ?? 0)} />
              </li>
            ))}
          </ul>
          <FleetField fleet={fleet} large={large} drill={drill} />
        </>
      )}
    </WallSection>
  );
}
