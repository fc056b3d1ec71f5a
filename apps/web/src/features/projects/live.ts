import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { projectKeys } from "./queries.ts";

/** Events after which a project's numbers may have changed. */
const telling = new Set([
  "project.discovered",
  "project.created",
  "project.updated",
  "agents.imported",
  "agent.started",
  "agent.resumed",
  "agent.ended",
  "question.asked",
  "question.closed",
  "command.opened",
  "command.completed",
]);

export const followProjects = (refresher: Refresher) => (event: EventEnvelope) => {
  if (telling.has(event.type)) refresher.refresh(projectKeys.all, { restMs: 500 });
};
