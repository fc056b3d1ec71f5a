import { type AgentState, agentStates } from "@signalbox/contract/agents";
import { Backend, Id } from "@signalbox/contract/common";

import { type AgentColumn, readColumns } from "./columns.ts";

/** The part of the address that says which agents are listed. */
export interface AgentsSearch {
  state?: AgentState;
  projectId?: string;
  live?: "true" | "false";
  /** Those that were put away. */
  archived?: "true";
  /** What is shown beside state and title, where that is not the usual. */
  columns?: AgentColumn[];
}

export const agentTabs = ["talk", "terminal", "timeline", "files", "signals", "evidence"] as const;
export type AgentTab = (typeof agentTabs)[number];

/** The part of an agent's address that says what of it is shown. */
export interface AgentSearch {
  tab?: AgentTab;
  /** A turn to go to. */
  turn?: string;
}

export const readAgentSearch = (search: Record<string, unknown>): AgentSearch => {
  const tab = agentTabs.find((known) => known === search.tab);
  const turn = Id.safeParse(search.turn);
  return { ...(tab === undefined ? {} : { tab }), ...(turn.success ? { turn: turn.data } : {}) };
};

/** The part of the address that says what is searched for, and where. */
export interface TurnsSearch {
  q?: string;
  projectId?: string;
  backend?: Backend;
}

export const readTurnsSearch = (search: Record<string, unknown>): TurnsSearch => {
  const projectId = Id.safeParse(search.projectId);
  const backend = Backend.safeParse(search.backend);
  // The router reads a number where a person searches for one.
  const q = ["string", "number", "boolean"].includes(typeof search.q) ? String(search.q).slice(0, 200) : "";
  return {
    ...(q === "" ? {} : { q }),
    ...(projectId.success ? { projectId: projectId.data } : {}),
    ...(backend.success ? { backend: backend.data } : {}),
  };
};

/** Reads the address leniently: what is not understood is left out. */
export const readAgentsSearch = (search: Record<string, unknown>): AgentsSearch => {
  const projectId = Id.safeParse(search.projectId);
  const state = agentStates.find((known) => known === search.state);
  const columns = readColumns(search.columns);
  // The router reads `live=true` as a boolean where a person typed the address.
  const live = (["true", "false"] as const).find((word) => word === String(search.live));
  return {
    ...(state === undefined ? {} : { state }),
    ...(projectId.success ? { projectId: projectId.data } : {}),
    ...(live === undefined ? {} : { live }),
    ...(String(search.archived) === "true" ? { archived: "true" } : {}),
    ...(columns === undefined ? {} : { columns }),
  };
};
