import { z } from "zod";
import { Backend, Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { orderErrors } from "./nodes.ts";
import { defineRoute } from "./route.ts";

/**
 * `starting` until its agent is known; `waiting` where it runs, and its CLI tells nothing before its first prompt;
 * `failed` where there never was one.
 */
export const launchStates = ["starting", "waiting", "running", "failed", "ended"] as const;
export const LaunchState = z.enum(launchStates).meta({ id: "LaunchState" });
export type LaunchState = z.infer<typeof LaunchState>;

/** `headless`: without a terminal, as a child of the server, which drives it over its CLI's own protocol. */
export const launchModes = ["terminal", "headless"] as const;
export const LaunchMode = z.enum(launchModes).meta({ id: "LaunchMode" });
export type LaunchMode = z.infer<typeof LaunchMode>;

/** How far a start came: its folder is made ready, its terminal is about to open, its terminal was opened. */
export const launchSteps = ["preparing", "opening", "opened"] as const;

/** A prompt travels in the CLI's own command line, which systems keep short. */
const mostPromptBytes = 120_000;
const Prompt = z
  .string()
  .min(1)
  .max(50_000)
  .refine((prompt) => new TextEncoder().encode(prompt).length <= mostPromptBytes, {
    message: `must be ${mostPromptBytes} bytes at most: it is one argument of the CLI, which has 128 KiB`,
  });
const Branch = z.string().min(1).max(200);

/** A worktree that a launch made, and what became of it. */
export const LaunchWorktree = z
  .object({
    branch: z.string(),
    path: z.string(),
    /** `wanted` until it is there; one that is `kept` at the end says why. */
    state: z.enum(["wanted", "made", "kept", "removed"]),
    note: z.string().nullable(),
    /** The last of what its setup script printed; null where none ran. */
    setup: z.string().nullable(),
  })
  .meta({ id: "LaunchWorktree" });

/** One start of a CLI by Signalbox, in a terminal of its own or without one. */
export const Launch = z
  .object({
    id: Id,
    hostId: Id,
    projectId: Id.nullable(),
    backend: Backend,
    mode: LaunchMode,
    /** What a person called it. */
    name: z.string().nullable(),
    /** Who it is started as. */
    personaId: Id.nullable(),
    state: LaunchState,
    step: z.enum(launchSteps),
    /** Null until it is known. */
    agentId: Id.nullable(),
    /** The ended agent that it goes on with. */
    resumes: Id.nullable(),
    cwd: z.string(),
    worktree: LaunchWorktree.nullable(),
    /** How a person gets into its terminal; null before it opens, after it is closed, and where there is none. */
    attach: z.object({ socket: z.string(), session: z.string(), command: z.string() }).nullable(),
    /** Why it failed or ended, in a sentence. */
    reason: z.string().nullable(),
    /** The last lines of a terminal that closed with a failure; without one, what the CLI said about it. */
    lastLines: z.string().nullable(),
    /** Who started it. */
    by: z.string(),
    at: Instant,
    endedAt: Instant.nullable(),
  })
  .meta({ id: "Launch" });
export type Launch = z.infer<typeof Launch>;

export const LaunchKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 printable characters")
  .describe("Chosen by who asks, for this start alone: the same again is the same start");

/** What every start may meet. */
export const startErrors = [
  "auth.watched_agent",
  "launches.not_here",
  "launches.key_reused",
  "launches.cli_missing",
  "launches.no_tmux",
  "launches.not_headless",
  "launches.not_in_terminal",
  "launches.too_many",
  "launches.folder_missing",
  "launches.folder_not_allowed",
  "launches.no_folder",
  "launches.no_repository",
  "launches.branch_invalid",
  ...orderErrors,
] as const;

export const startLaunch = defineRoute({
  method: "POST",
  path: "/api/launches",
  permission: "operate",
  summary:
    "Starts a CLI in a terminal of its own, which outlives the server, or without one, as a part of it",
  body: z
    .strictObject({
      key: LaunchKey,
      backend: Backend,
      projectId: Id.optional(),
      path: z.string().min(1).max(2_048).optional().describe("A folder, where it is no project's"),
      mode: LaunchMode.optional().describe("Left out, a terminal, where its CLI can be started in one"),
      prompt: Prompt.optional(),
      personaId: Id.optional().describe("Who it is started as: it is told its skill first"),
      worktree: z.strictObject({ branch: Branch }).optional(),
      name: z.string().trim().min(1).max(100).optional(),
      args: z.array(z.string().max(2_000)).max(50).default([]).describe("For the CLI, as they are"),
    })
    .refine(({ projectId, path }) => (projectId === undefined) !== (path === undefined), {
      path: ["projectId"],
      message: "Say where: either a project or a path",
    }),
  replies: { 202: Launch },
  errors: [
    ...startErrors,
    "projects.not_found",
    "personas.not_found",
    "launches.persona_archived",
    "launches.prompt_too_long",
    "launches.persona_told",
  ],
});

export const listLaunches = defineRoute({
  method: "GET",
  path: "/api/launches",
  permission: "read",
  summary: "Starts, the latest first",
  query: PageQuery.extend({ agentId: Id.optional(), open: z.literal("true").optional() }),
  replies: { 200: pageOf(Launch) },
  errors: ["request.cursor_invalid"],
});

export const getLaunch = defineRoute({
  method: "GET",
  path: "/api/launches/:launchId",
  permission: "read",
  summary: "One start, with what its terminal shows while nothing is heard of its agent",
  params: z.object({ launchId: Id }),
  replies: { 200: Launch.extend({ screen: z.string().nullable() }) },
  errors: ["launches.not_found"],
});

/** A CLI that can be started here, or why not. */
export const LaunchableCli = z
  .object({
    backend: Backend,
    name: z.string(),
    /** Whether a program is there by which it is started. */
    installed: z.boolean(),
    /** As far as it tells without the network; null where it does not. */
    signedIn: z.boolean().nullable(),
    /** Why it can't be started in a terminal; null where it can. */
    problem: z.string().nullable(),
    /** Why it can't be started without a terminal; null where it can. */
    headlessProblem: z.string().nullable(),
  })
  .meta({ id: "LaunchableCli" });
export type LaunchableCli = z.infer<typeof LaunchableCli>;

export const getLaunchOptions = defineRoute({
  method: "GET",
  path: "/api/launch-options",
  permission: "read",
  summary: "Which CLIs can be started here, and how many more agents",
  replies: {
    200: z.object({
      clis: z.array(LaunchableCli),
      running: z.number().int(),
      most: z.number().int(),
    }),
  },
});

export const resumeAgent = defineRoute({
  method: "POST",
  path: "/api/agents/:agentId/resume",
  permission: "operate",
  summary: "Goes on with an ended session by its own id, as a new start",
  params: z.object({ agentId: Id }),
  body: z.strictObject({
    key: LaunchKey,
    prompt: Prompt.optional(),
    mode: LaunchMode.optional().describe(
      "By itself as it was started last; in a terminal, where it was not from here",
    ),
  }),
  replies: { 202: Launch },
  errors: [
    ...startErrors,
    "agents.not_found",
    "launches.not_ended",
    "launches.resumed_already",
    "launches.not_resumable",
    "launches.takes_no_prompt",
  ],
});

/** `gently`: the CLI's own way out; without a terminal, the end of its input. `firmly`: SIGTERM. `hard`: SIGKILL. */
export const endings = ["gently", "firmly", "hard"] as const;
export const Ending = z.enum(endings).meta({ id: "Ending" });
export type Ending = z.infer<typeof Ending>;

export const EndReport = z
  .object({
    how: Ending,
    /** Whether its process is gone. */
    gone: z.boolean(),
    waitedMs: z.number().int(),
    /** What was done, in a sentence. */
    did: z.string(),
    /** What to try next where it is still there. */
    next: Ending.nullable(),
  })
  .meta({ id: "EndReport" });
export type EndReport = z.infer<typeof EndReport>;

export const endAgent = defineRoute({
  method: "POST",
  path: "/api/agents/:agentId/end",
  permission: "operate",
  summary: "Ends an agent, whoever started it; answers once its process is gone, or the step's time is over",
  params: z.object({ agentId: Id }),
  body: z.strictObject({ how: Ending }),
  replies: { 200: EndReport },
  errors: [
    "auth.watched_agent",
    "agents.not_found",
    "launches.already_ended",
    "launches.no_process",
    "launches.no_way",
    ...orderErrors,
  ],
});

export const endLaunch = defineRoute({
  method: "POST",
  path: "/api/launches/:launchId/end",
  permission: "operate",
  summary: "Ends a start of which no agent is known yet, as an agent is ended",
  params: z.object({ launchId: Id }),
  body: z.strictObject({ how: Ending }),
  replies: { 200: EndReport },
  errors: [
    "auth.watched_agent",
    "launches.not_found",
    "launches.already_ended",
    "launches.has_agent",
    "launches.no_process",
    ...orderErrors,
  ],
});

/** The terminal of an agent, as far as it is known. */
export const AgentTerminal = z
  .object({
    agentId: Id,
    launchId: Id.nullable(),
    /** Whether it was started without a terminal, as a part of the server. */
    headless: z.boolean(),
    /** Null for one that is in no tmux that Signalbox knows of. */
    attach: z
      .object({ socket: z.string(), session: z.string(), pane: z.string(), command: z.string() })
      .nullable(),
    /** The machine that it is on, where that is not the one of the node that answers. */
    machine: z.string().nullable().default(null),
    /** Whether it can be ended gently from here, and why not. */
    endsGently: z.boolean(),
    /** Why nothing here can end it; null where something can. */
    unreachable: z.string().nullable(),
    /** Whether its session can be gone on with. */
    resumable: z.boolean(),
    /** Its restart, where one is under way. */
    restartId: Id.nullable().default(null),
  })
  .meta({ id: "AgentTerminal" });
export type AgentTerminal = z.infer<typeof AgentTerminal>;

export const getAgentTerminal = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/pane",
  permission: "read",
  summary: "Where an agent's terminal is, and how it can be ended",
  params: z.object({ agentId: Id }),
  replies: { 200: AgentTerminal },
  errors: ["agents.not_found"],
});

const launchEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "launches", consumers: ["web app"], summary },
    data: z.object({ launchId: Id, backend: Backend, state: LaunchState, reason: z.string().nullable() }),
  });

export const launchStarted = launchEvent("launch.started", "A CLI is being started by Signalbox");
export const launchOpened = launchEvent(
  "launch.opened",
  "Its terminal was opened, or its CLI listens without one",
);
export const launchJoined = launchEvent("launch.joined", "The agent of a launch is known");
export const launchFailed = launchEvent("launch.failed", "A launch ended without an agent");
export const launchEnded = launchEvent(
  "launch.ended",
  "The terminal of a launch is closed, or its CLI ended",
);

const endEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "launches", consumers: ["web app"], summary },
    data: z.object({ how: Ending }),
  });
export const endRequested = endEvent("end.requested", "Somebody asked for the end of an agent");
export const endOutlasted = endEvent(
  "end.outlasted",
  "An agent was still there when the time of a step was over",
);

export const launchEvents = [
  launchStarted,
  launchOpened,
  launchJoined,
  launchFailed,
  launchEnded,
  endRequested,
  endOutlasted,
] as const;
