import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { launchKeys } from "./keys.ts";

/** Events after which an agent's terminal may be there, or be gone. */
const ofAgents = new Set(["agent.started", "agent.resumed", "agent.ended"]);

const ofTerminals = new Set(["launch", "restart"]);

export const followLaunches = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.subject.kind === "launch") {
    refresher.refresh(launchKeys.one(event.subject.id));
    refresher.refresh(launchKeys.unheard, { restMs: 200 });
    refresher.refresh(launchKeys.options, { restMs: 1000 });
  }
  if (event.subject.kind === "restart") refresher.refresh(launchKeys.restart(event.subject.id));
  if (event.agentId !== null && (ofAgents.has(event.type) || ofTerminals.has(event.subject.kind)))
    refresher.refresh(launchKeys.terminal(event.agentId), { restMs: 500 });
};
