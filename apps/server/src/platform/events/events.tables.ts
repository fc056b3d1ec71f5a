import type { Descriptors } from "../database/descriptor.ts";

/** How the tables of the event log are shown in the data browser. */
export const eventTables: Pick<
  Descriptors,
  "events" | "events_dead_letters" | "events_identity" | "events_reactions"
> = {
  events: {
    title: "Events",
    summary: "Facts, in the order in which they became true",
    names: "type",
    columns: {
      position: "Position",
      id: "Event",
      type: "Type",
      version: "Version",
      at: "At",
      actor: "Actor",
      subject_kind: "Kind of subject",
      subject_id: "Subject",
      project_id: { label: "Project", refersTo: "projects" },
      agent_id: { label: "Agent", refersTo: "agents" },
      command_id: { label: "Command", refersTo: "agents_commands" },
      turn_id: { label: "Turn", refersTo: "agents_turns" },
      correlation_id: "Correlation",
      causation_id: "Cause",
      traceparent: "Trace",
      data: "Data",
    },
    first: ["position", "at", "type", "actor", "subject_kind", "agent_id", "data"],
    searched: ["type", "actor", "subject_id", "correlation_id", "data"],
  },
  events_dead_letters: {
    title: "Dead letters",
    summary: "Events that a reaction gave up on",
    names: "reaction",
    columns: {
      id: "Dead letter",
      reaction: "Reaction",
      position: { label: "Position", refersTo: "events" },
      attempts: "Attempts",
      error: "Error",
      parked_at: "Parked",
      resolved_at: "Resolved",
      resolution: "Resolution",
    },
    first: ["reaction", "position", "attempts", "error", "parked_at", "resolution"],
    searched: ["reaction", "error"],
  },
  events_identity: {
    title: "Identity of the log",
    summary: "What tells this event log from others in one Redis",
    names: "id",
    small: true,
    columns: { id: "Log" },
    first: ["id"],
    searched: [],
  },
  events_reactions: {
    title: "Reactions",
    summary: "How far each reaction has read the event log",
    names: "name",
    small: true,
    columns: { name: "Reaction", position: { label: "Position", refersTo: "events" }, updated_at: "Updated" },
    first: ["name", "position", "updated_at"],
    searched: ["name"],
  },
};
