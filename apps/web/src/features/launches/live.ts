import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { launchKeys } from "./keys.ts";

/** Events after which an agent's terminal may be there, or be gone. */
const ofAgents = new Set(["agent.started", "agent.resumed", "agent.ended"]);

export const followLaunches = (refresher: Refresher) => (event: EventEnvelope) => {
  if (event.subject.kind === "launch") {
    refresher.refresh(launchKeys.one(event.subject.id));
    refresher.refresh(launchKeys.unheard, { restMs: 200 });
    refresher.refresh(launchKeys.options, { restMs: 1000 });
  }
  if (event.agentId !== null && (ofAgents.has(event.type) || event.subject.kind === "launch"))
    refresher.refresh(launchKeys.terminal(event.agentId), { restMs: 500 });
};
