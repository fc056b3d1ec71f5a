import { z } from "zod";
import { Allowed } from "./allowed.ts";
import { BotBackend, ChainLink } from "./chain.ts";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { RepositoryName } from "./github.ts";
import { ExecutionOutcome } from "./outcomes.ts";
import { defineRoute } from "./route.ts";

/** `interrupted`: what ran it went away without a word, or something else ended it. */
export const executionStates = [
  "queued",
  "running",
  "paused",
  "succeeded",
  "failed",
  "timed_out",
  "cancelled",
  "interrupted",
] as const;
export const ExecutionState = z.enum(executionStates).meta({ id: "ExecutionState" });
export type ExecutionState = z.infer<typeof ExecutionState>;

/**
 * What a fault of an execution is about, whichever CLI ran it. `missing`: the CLI is not there; `workspace`: its
 * repository could not be fetched or checked out; `result_invalid`: what it said at its end is not what its bot demands;
 * `budget`: it was ended since a budget was spent.
 */
export const errorClasses = [
  "rate_limit",
  "authentication",
  "billing",
  "context_too_long",
  "overloaded",
  "network",
  "refused",
  "missing",
  "folder_missing",
  "workspace",
  "result_invalid",
  "budget",
  "unknown",
] as const;
export const ErrorClass = z.enum(errorClasses).meta({ id: "ErrorClass" });
export type ErrorClass = z.infer<typeof ErrorClass>;

/** `read` changes nothing, `edit` writes files of the workspace, `full` does whatever it wants without being asked. */
export const accesses = ["read", "edit", "full"] as const;
export const Access = z.enum(accesses).meta({ id: "Access" });
export type Access = z.infer<typeof Access>;

/** For how many minutes a person is asked for what an execution may not do; null where nobody is. */
export const AskMinutes = z.int().min(1).max(55).nullable();

/**
 * `worktree` is a checkout of the project's repository that shares its history with others, `clone` one with a history
 * of its own; `in_place` is the project's own folder; `none` an empty folder that goes with the execution.
 */
export const workspaceKinds = ["worktree", "clone", "in_place", "none"] as const;
export const WorkspaceKind = z.enum(workspaceKinds).meta({ id: "WorkspaceKind" });
export type WorkspaceKind = z.infer<typeof WorkspaceKind>;

/** What can name something in a repository, and is read as no option. */
const RefName = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name holds them
  .regex(/^(?!-)[^\s~^:?*[\\\u0000-\u001f\u007f]{1,250}$/, "must be the name of a branch, a tag or a commit")
  .refine((name) => !/\.\.|@\{|\/\/|\/$|\.$/.test(name), "must be the name of a branch, a tag or a commit")
  .nullable();

/** What is checked out in a worktree or a clone, and what the work is meant for; null for the remote's default branch. */
export const Checkout = z
  .strictObject({
    ref: RefName.default(null).describe("A branch, a tag, a commit, or a full name: `refs/pull/7/head`"),
    base: RefName.default(null).describe("The branch that the work is meant for"),
  })
  .meta({ id: "Checkout" });
export type Checkout = z.infer<typeof Checkout>;

/** `user_only`: what a checkout of others brings of settings, hooks and servers is not heeded. */
export const trusts = ["full", "user_only"] as const;
export const Trust = z.enum(trusts).meta({ id: "Trust" });
export type Trust = z.infer<typeof Trust>;

/** What was checked out of which repository. */
export const ExecutionSource = z
  .object({
    /** Who fetches and with which password is taken out. */
    repository: z.string(),
    /** As it was wished. */
    ref: z.string().nullable(),
    base: z.string().nullable(),
    commit: z.string().nullable(),
    /** What it commits to. */
    branch: z.string(),
    trust: Trust,
  })
  .meta({ id: "ExecutionSource" });
export type ExecutionSource = z.infer<typeof ExecutionSource>;

/** Its folder; where it is kept though nobody works in it any more, why. */
export const ExecutionWorkspace = z
  .object({ state: z.enum(["preparing", "ready", "kept", "removed"]), why: z.string().nullable() })
  .meta({ id: "ExecutionWorkspace" });
export type ExecutionWorkspace = z.infer<typeof ExecutionWorkspace>;

/** What an execution goes through. */
export const stepNames = ["queued", "workspace", "attempt", "outcome"] as const;
export const ExecutionStep = z
  .object({ name: z.enum(stepNames), at: Instant, endedAt: Instant.nullable() })
  .meta({ id: "ExecutionStep" });
export type ExecutionStep = z.infer<typeof ExecutionStep>;

/** Tokens, and money in millionths of a dollar; null where nobody knows. */
export const ExecutionUsage = z
  .object({
    input: z.number().int(),
    output: z.number().int(),
    cacheRead: z.number().int(),
    cacheWrite: z.number().int(),
    costMicros: z.number().int().nullable(),
    /** Counted while it runs, and priced by a table: its CLI has not told its own total. */
    estimated: z.boolean(),
  })
  .meta({ id: "ExecutionUsage" });
export type ExecutionUsage = z.infer<typeof ExecutionUsage>;

const Positive = z.int().min(1).max(1_000_000_000_000).nullable().default(null);
/** What one execution may take: it is ended where it took that. */
export const ExecutionBudget = z
  .strictObject({
    costMicros: Positive.describe("In millionths of a dollar"),
    tokens: Positive.describe("Read and written, those of the cache too"),
  })
  .refine(({ costMicros, tokens }) => costMicros !== null || tokens !== null, "must limit something")
  .meta({ id: "ExecutionBudget" });
export type ExecutionBudget = z.infer<typeof ExecutionBudget>;

/** What an execution is about on GitHub. */
export const ExecutionTarget = z
  .strictObject({
    repository: RepositoryName,
    /** Of a pull request or an issue. */
    number: z.int().min(1).max(2_000_000_000).nullable().default(null),
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, "must be a commit's whole name")
      .nullable()
      .default(null),
    /** What is to be looked at there: `refs/pull/7/head`. */
    ref: z.string().min(1).max(300).nullable().default(null),
  })
  .meta({ id: "ExecutionTarget" });
export type ExecutionTarget = z.infer<typeof ExecutionTarget>;

/** What is wished of an execution; what looks after it does so in a moment. */
export const AskedOfExecution = z.enum(["pause", "continue", "cancel"]).meta({ id: "AskedOfExecution" });
export type AskedOfExecution = z.infer<typeof AskedOfExecution>;

/**
 * What an attempt is given: the whole prompt; that in the session of an execution before; a word to go on in the session of the attempt before, or what is wrong
 * with its result.
 */
export const attemptAsks = ["prompt", "next_prompt", "going_on", "repair"] as const;

/**
 * Why an attempt came to its link of the chain. `first_choice`: what was wished first could be had; `again`: the same as
 * before it; `another_account` of the same link; `another_link`; `repair`: whoever gave a result is asked for it again.
 */
export const attemptChoices = ["first_choice", "again", "another_account", "another_link", "repair"] as const;
export const AttemptWhy = z
  .object({
    chosen: z.enum(attemptChoices),
    /** Why what is tried before it could not be had, each in a sentence. */
    passedOver: z.array(z.string()),
    /** Why the attempt before it ended; null where there was none. */
    after: z.string().nullable(),
  })
  .meta({ id: "AttemptWhy" });
export type AttemptWhy = z.infer<typeof AttemptWhy>;

/** One try of an execution, with one account. */
export const ExecutionAttempt = z
  .object({
    number: z.number().int(),
    /** Which link of the chain it is, from 0 on. */
    link: z.number().int(),
    backend: BotBackend,
    model: z.string().nullable(),
    /** Null where it never came to one. */
    account: z.object({ id: Id.nullable(), name: z.string() }).nullable(),
    asks: z.enum(attemptAsks),
    /** Null of one that began before this was kept. */
    why: AttemptWhy.nullable(),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    /** Null while it runs. */
    state: z.enum(["succeeded", "failed", "timed_out", "cancelled", "interrupted"]).nullable(),
    reason: z.string().nullable(),
    errorClass: ErrorClass.nullable(),
    /** The CLI's own id of the session. */
    sessionId: z.string().nullable(),
  })
  .meta({ id: "ExecutionAttempt" });
export type ExecutionAttempt = z.infer<typeof ExecutionAttempt>;

/** One run of a bot. */
export const Execution = z
  .object({
    id: Id,
    bot: z.object({ id: Id, name: z.string(), version: z.number().int() }),
    projectId: Id.nullable(),
    backend: BotBackend,
    /** As it was wished; null for the CLI's own choice. */
    model: z.string().nullable(),
    access: Access,
    workspace: WorkspaceKind,
    state: ExecutionState,
    /** What is wished of it and not done yet. */
    asked: AskedOfExecution.nullable(),
    /** Why it ended as it did, in a sentence; null before, and where it succeeded. */
    reason: z.string().nullable(),
    errorClass: ErrorClass.nullable(),
    /** When a limit that it met is over. */
    resetsAt: Instant.nullable(),
    /** Which attempt runs, or ran last; 0 before the first. */
    attempt: z.number().int(),
    /** Between two attempts: until when it waits at least. */
    waitsUntil: Instant.nullable(),
    /** Who or what started it. */
    by: z.string(),
    /** The person who did, or who made the trigger that did; null where nobody did. */
    userId: Id.nullable(),
    queuedAt: Instant,
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
    /** Where it is paused: what is left of its time is that from `pausedAt` on. */
    deadline: Instant.nullable(),
    pausedAt: Instant.nullable(),
    usage: ExecutionUsage,
    log: z.object({ lines: z.number().int(), bytes: z.number().int() }),
  })
  .meta({ id: "Execution" });
export type Execution = z.infer<typeof Execution>;

/** With all that explains it. */
export const ExecutionDetail = Execution.extend({
  /** Secrets taken out. */
  prompt: z.string(),
  /** What the variables of the bot were given. */
  values: z.record(z.string(), z.string()),
  target: ExecutionTarget.nullable(),
  /** The JSON Schema that its result had to be valid against. */
  resultSchema: z.record(z.string(), z.unknown()).nullable(),
  /** What it may take. */
  budget: ExecutionBudget.nullable(),
  /** What is tried, in this order. */
  chain: z.array(ChainLink),
  /** How often a fault that passes is tried again with the same link. */
  retries: z.number().int(),
  askMinutes: AskMinutes,
  allowed: Allowed,
  /** It did not end well, and nobody looked after it. */
  needsLook: z.boolean(),
  attempts: z.array(ExecutionAttempt),
  /** What it leaves behind, once it is over. */
  outcomes: z.array(ExecutionOutcome),
  /** What it said at its end. */
  result: z.string().nullable(),
  cwd: z.string().nullable(),
  /** The command line, without the prompt, which it is given on its standard input. */
  command: z.array(z.string()).nullable(),
  /** The names of the variables that it found. */
  environment: z.array(z.string()),
  /** The CLI's own id of the session. */
  sessionId: z.string().nullable(),
  /** The execution in whose session it goes on, and the one that went on in its own. */
  resumes: Id.nullable(),
  resumedBy: Id.nullable(),
  /** Why nobody can go on in its session, in a sentence; null where one can. */
  notResumable: z.string().nullable(),
  /** As it told, or the system. */
  exit: z
    .object({
      code: z.number().int().nullable(),
      signal: z.string().nullable(),
      peakMemoryKb: z.number().int().nullable(),
      cpuMs: z.number().int().nullable(),
    })
    .nullable(),
  /** Null where it works in no checkout of its own. */
  source: ExecutionSource.nullable(),
  checkedOut: ExecutionWorkspace.nullable(),
  /** One after the other. */
  steps: z.array(ExecutionStep),
}).meta({ id: "ExecutionDetail" });
export type ExecutionDetail = z.infer<typeof ExecutionDetail>;

/** A line of the log: what the CLI printed, or (`note`) what Signalbox has to say. */
export const LogLine = z
  .object({
    number: z.number().int(),
    at: Instant,
    stream: z.enum(["out", "err", "note"]),
    text: z.string(),
  })
  .meta({ id: "LogLine" });
export type LogLine = z.infer<typeof LogLine>;

const ExecutionId = z.object({ executionId: Id });

export const listExecutions = defineRoute({
  method: "GET",
  path: "/api/executions",
  permission: "read",
  summary: "Executions, the newest first",
  query: PageQuery.extend({
    botId: Id.optional(),
    projectId: Id.optional(),
    state: ExecutionState.optional(),
    text: z
      .string()
      .trim()
      .max(200)
      .optional()
      .describe(
        "Words, or their beginnings, of its bot's name, its prompt, its result, why it ended, or who started it",
      ),
    look: z
      .literal("needed")
      .optional()
      .describe("Those that did not end well, and that nobody looked after"),
    before: Id.optional().describe("Those queued before this one"),
  }),
  replies: { 200: pageOf(Execution) },
  errors: ["request.cursor_invalid"],
});

export const getExecution = defineRoute({
  method: "GET",
  path: "/api/executions/:executionId",
  permission: "read",
  summary: "One execution, with all that explains it",
  params: ExecutionId,
  replies: { 200: ExecutionDetail },
  errors: ["executions.not_found"],
});

const Line = z.coerce.number().int().min(0).max(1_000_000_000);

export const getExecutionLog = defineRoute({
  method: "GET",
  path: "/api/executions/:executionId/log",
  permission: "read",
  summary: "Lines of an execution's log, secrets taken out; waits for new ones where it is asked to",
  params: ExecutionId,
  query: z.object({
    after: Line.optional().describe("Lines behind this number; without it and `before`, the last ones"),
    before: Line.optional().describe("The lines before this number"),
    limit: z.coerce.number().int().min(1).max(1_000).default(200),
    wait: z.coerce
      .number()
      .int()
      .min(0)
      .max(20)
      .default(0)
      .describe("Seconds to wait for a first line behind `after`, while it runs"),
  }),
  replies: {
    200: z.object({
      lines: z.array(LogLine),
      /** How many lines there are. */
      total: z.number().int(),
      /** No more will come. */
      isOver: z.boolean(),
    }),
  },
  errors: ["executions.not_found"],
});
