import { z } from "zod";
import { Backend, Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** A process in which an agent's session is, or was, open. */
export const AgentProcess = z
  .object({
    id: Id,
    /** Null where nothing told it. */
    pid: z.number().int().nullable(),
    /** The tmux pane it runs in. */
    pane: z.string().nullable(),
    /** How the CLI was entered: `cli` from a terminal. */
    entry: z.string().nullable(),
    startedAt: Instant,
    endedAt: Instant.nullable(),
  })
  .meta({ id: "AgentProcess" });
export type AgentProcess = z.infer<typeof AgentProcess>;

export const listAgentProcesses = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/processes",
  permission: "read",
  summary:
    "The processes in which an agent's session is or was open, the newest first; it ends with the last of them",
  params: z.object({ agentId: Id }),
  query: PageQuery,
  replies: { 200: pageOf(AgentProcess) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});

/** A process of a CLI that runs on the machine of the node that answers. */
export const CliProcess = z
  .object({
    pid: z.number().int(),
    backend: Backend,
    cwd: z.string().nullable(),
    startedAt: Instant,
    /** The session it has open; null where that can't be told. */
    sessionId: z.string().nullable(),
    /** Why it can't be told. */
    doubt: z.string().nullable(),
  })
  .meta({ id: "CliProcess" });
export type CliProcess = z.infer<typeof CliProcess>;

export const listCliProcesses = defineRoute({
  method: "GET",
  path: "/api/processes",
  permission: "read",
  summary:
    "The processes of CLIs that run on the machine of the node that answers, with the sessions they have open",
  query: PageQuery,
  replies: { 200: pageOf(CliProcess) },
  errors: ["request.cursor_invalid"],
});
