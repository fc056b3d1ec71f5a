import { z } from "zod";
import { TurnImage } from "./agent-images.ts";
import { Backend, Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";
import { Usage } from "./usage.ts";

export const agentStates = ["idle", "commanded", "processing", "awaiting_input", "complete"] as const;
export const AgentState = z.enum(agentStates).meta({ id: "AgentState" });
export type AgentState = z.infer<typeof AgentState>;

export const commandStates = ["commanded", "processing", "awaiting_input", "complete"] as const;
export const CommandState = z.enum(commandStates).meta({ id: "CommandState" });
export type CommandState = z.infer<typeof CommandState>;

export const outcomes = ["done", "failed", "interrupted", "superseded", "session_ended", "lost"] as const;
export const Outcome = z.enum(outcomes).meta({ id: "Outcome" });
export type Outcome = z.infer<typeof Outcome>;

export const questionStates = [
  "open",
  "answering",
  "answered",
  "answered_elsewhere",
  "expired",
  "failed",
] as const;
export const QuestionState = z.enum(questionStates).meta({ id: "QuestionState" });
export type QuestionState = z.infer<typeof QuestionState>;

export const questionKinds = ["text", "options", "plan", "permission"] as const;
export const QuestionKind = z.enum(questionKinds).meta({ id: "QuestionKind" });
export type QuestionKind = z.infer<typeof QuestionKind>;

export const Actor = z.enum(["user", "agent", "system"]).meta({ id: "Actor" });
export type Actor = z.infer<typeof Actor>;

export const Intent = z
  .enum(["command", "answer", "question", "completion", "progress"])
  .meta({ id: "Intent" });
export type Intent = z.infer<typeof Intent>;

/** Why a state is what it is: the rule that gave it, the signal it was given by, and when. */
export const Evidence = z
  .object({ rule: z.string(), signal: z.string(), at: Instant })
  .meta({ id: "Evidence" });
export type Evidence = z.infer<typeof Evidence>;

export const Agent = z
  .object({
    id: Id,
    hostId: Id,
    projectId: Id.nullable(),
    parentId: Id.nullable(),
    previousAgentId: Id.nullable(),
    backend: Backend,
    /** The CLI's own id; a child's is its `agent_id`. */
    sessionId: z.string(),
    state: AgentState,
    stateSince: Instant,
    evidence: Evidence,
    /** The newest instruction in one line, else null. */
    title: z.string().nullable(),
    /** What kind of child agent this is, in the CLI's words. */
    agentType: z.string().nullable(),
    cwd: z.string().nullable(),
    branch: z.string().nullable(),
    model: z.string().nullable(),
    startedAt: Instant,
    lastSeenAt: Instant,
    endedAt: Instant.nullable(),
    endReason: z.string().nullable(),
    /** Prompts the person typed ahead that the CLI has not taken yet. */
    queuedPrompts: z.number().int(),
    errorClass: z.string().nullable(),
    /** When the limit resets that its last command failed at; events of before this was told have none. */
    resetsAt: Instant.nullable().default(null),
    /** What is in its context after its newest answer; null while nothing told it. */
    contextTokens: z.number().int().nullable().default(null),
    /** How many tokens fit in its context; null where that is unknown. */
    contextLimit: z.number().int().nullable().default(null),
    /** What it cost with those it started, in millionths of a dollar; null where nobody knows, or a list was not asked for it. */
    costMicros: z.number().nullable().default(null),
    /** Who it was started as. */
    personaId: Id.nullable().default(null),
    /** When it was put away; lists leave it out unless it is asked for. */
    archivedAt: Instant.nullable().default(null),
  })
  .meta({ id: "Agent" });
export type Agent = z.infer<typeof Agent>;

export const Command = z
  .object({
    id: Id,
    agentId: Id,
    state: CommandState,
    outcome: Outcome.nullable(),
    errorClass: z.string().nullable(),
    errorText: z.string().nullable(),
    /** When the rate limit resets that it failed at, as the CLI told it. */
    resetsAt: Instant.nullable(),
    /** The prompt in one line; null while only progress was seen. */
    instruction: z.string().nullable(),
    startedAt: Instant,
    completedAt: Instant.nullable(),
    /** What the agent's own answers took for it; null where none was told. */
    usage: Usage.nullable().default(null),
  })
  .meta({ id: "Command" });
export type Command = z.infer<typeof Command>;

export const Turn = z
  .object({
    id: Id,
    agentId: Id,
    /** Null while a prompt is only queued. */
    commandId: Id.nullable(),
    actor: Actor,
    intent: Intent,
    /** The rule that gave the intent. */
    rule: z.string(),
    /** How sure the intent is: 1 where the CLI said it outright, less where it was read from a text. */
    confidence: z.number().min(0).max(1),
    text: z.string(),
    /** Machine-made: of no interest to a person reading along. */
    internal: z.boolean(),
    tool: z
      .object({
        name: z.string(),
        useId: z.string().nullable(),
        input: z.unknown(),
        result: z.unknown().nullable(),
        failed: z.boolean(),
        durationMs: z.number().nullable(),
      })
      .nullable(),
    /** Images that came with it; those that a tool answered with stand in its result. */
    images: z.array(TurnImage).default([]),
    at: Instant,
  })
  .meta({ id: "Turn" });
export type Turn = z.infer<typeof Turn>;

export const QuestionOption = z
  .object({ label: z.string(), description: z.string().nullable(), preview: z.string().nullable() })
  .meta({ id: "QuestionOption" });
export type QuestionOption = z.infer<typeof QuestionOption>;

/** One thing asked: AskUserQuestion may ask several at once. */
export const QuestionPart = z
  .object({
    header: z.string().nullable(),
    text: z.string(),
    several: z.boolean(),
    options: z.array(QuestionOption),
    /** What was chosen or written, once known. */
    answer: z.string().nullable(),
  })
  .meta({ id: "QuestionPart" });
export type QuestionPart = z.infer<typeof QuestionPart>;

export const Question = z
  .object({
    id: Id,
    agentId: Id,
    commandId: Id.nullable(),
    turnId: Id.nullable(),
    kind: QuestionKind,
    state: QuestionState,
    /** Which move of the question this is; whoever answers says which one they saw. */
    version: z.number().int().default(1),
    tool: z.string().nullable(),
    /** The question in words: what would be run, what is asked, the plan's title. */
    text: z.string(),
    /** The tool's input as the CLI gave it; a permission shows it whole. */
    input: z.unknown().nullable(),
    parts: z.array(QuestionPart),
    plan: z.string().nullable(),
    /** Only the terminal can answer it: a dialog that no hook reports, or one whose CLI takes no answer from a hook. */
    terminalOnly: z.boolean(),
    /** The answer that was given in Signalbox, whatever became of it. */
    answerId: Id.nullable().default(null),
    /** The turn of the tool call that it was about, once it is closed. */
    callTurnId: Id.nullable().default(null),
    at: Instant,
    closedAt: Instant.nullable(),
  })
  .meta({ id: "Question" });
export type Question = z.infer<typeof Question>;

/** A command that is complete, and where it was done. */
export const CompletedCommand = Command.omit({ usage: true })
  .extend({
    backend: Backend,
    projectId: Id.nullable(),
    outcome: Outcome,
    completedAt: Instant,
  })
  .meta({ id: "CompletedCommand" });
export type CompletedCommand = z.infer<typeof CompletedCommand>;

const AgentId = z.object({ agentId: Id });
const HistoryQuery = PageQuery.extend({
  /** `latest` starts at the newest page instead; items stay oldest first and `nextCursor` leads to older ones. */
  from: z.enum(["oldest", "latest"]).default("oldest"),
});
const BooleanWord = z.enum(["true", "false"]).transform((word) => word === "true");

export const listAgents = defineRoute({
  method: "GET",
  path: "/api/agents",
  permission: "read",
  summary: "Agents, newest first, ended ones included",
  query: PageQuery.extend({
    state: AgentState.optional(),
    projectId: Id.optional(),
    parentId: Id.optional().describe("Only the agents that this one started"),
    backend: Backend.optional(),
    sessionId: z.string().max(200).optional().describe("Only the agents of this session of a CLI"),
    live: BooleanWord.optional(),
    cost: BooleanWord.optional().describe("With what each agent cost"),
    archived: BooleanWord.optional().describe("Those that were put away; they are left out otherwise"),
  }),
  replies: { 200: pageOf(Agent) },
  errors: ["request.cursor_invalid"],
});

export const getAgent = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId",
  permission: "read",
  summary: "One agent",
  params: AgentId,
  replies: { 200: Agent },
  errors: ["agents.not_found"],
});

export const listCommands = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/commands",
  permission: "read",
  summary: "An agent's commands, oldest first",
  params: AgentId,
  query: HistoryQuery,
  replies: { 200: pageOf(Command) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});

export const listCompletedCommands = defineRoute({
  method: "GET",
  path: "/api/commands/completed",
  permission: "read",
  summary: "Commands that are complete, the latest first, without those of child agents",
  query: PageQuery.extend({
    since: Instant.optional().describe("Only those completed then or later"),
  }),
  replies: { 200: pageOf(CompletedCommand) },
  errors: ["request.cursor_invalid"],
});

export const listTurns = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/turns",
  permission: "read",
  summary: "An agent's turns, oldest first",
  params: AgentId,
  query: HistoryQuery,
  replies: { 200: pageOf(Turn) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});

export const getTurn = defineRoute({
  method: "GET",
  path: "/api/turns/:turnId",
  permission: "read",
  summary: "One turn",
  params: z.object({ turnId: Id }),
  replies: { 200: Turn },
  errors: ["turns.not_found"],
});

export const listQuestions = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/questions",
  permission: "read",
  summary: "An agent's questions, oldest first",
  params: AgentId,
  query: HistoryQuery,
  replies: { 200: pageOf(Question) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});
