import { z } from "zod";
import { Question, QuestionKind } from "./agents.ts";
import { OpenWay } from "./answers.ts";
import { Backend, Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** One thing that needs the operator now. */
export const AttentionItem = z
  .object({
    /** The question's id. */
    id: Id,
    kind: QuestionKind,
    agentId: Id,
    agentTitle: z.string().nullable(),
    backend: Backend,
    projectId: Id.nullable(),
    projectName: z.string().nullable(),
    text: z.string(),
    /** The labels that may be chosen, of every part asked; empty where words are wanted. */
    options: z.array(z.string()),
    since: Instant,
    /** Why it is in the queue, in words. */
    reason: z.string(),
    /** How it can be answered here now; null where only its terminal can. */
    way: OpenWay.nullable().default(null),
    question: Question,
  })
  .meta({ id: "AttentionItem" });
export type AttentionItem = z.infer<typeof AttentionItem>;

export const listAttention = defineRoute({
  method: "GET",
  path: "/api/attention",
  permission: "read",
  summary: "What needs the operator now, the longest wait first",
  query: PageQuery,
  replies: { 200: pageOf(AttentionItem) },
  errors: ["request.cursor_invalid"],
});

/** The cheap overview: a few small queries, an ETag, made for pollers and status lines. */
export const Status = z
  .object({
    version: z.string(),
    /** What it shows is played from recordings. */
    demo: z.boolean().default(false),
    /** The disk of the database has no room: hooks are refused, so that what is shown grows old. */
    diskFull: z.boolean().default(false),
    /** The files of the database may not be written: hooks are refused likewise. */
    readOnly: z.boolean().default(false),
    /** Live agents by state; children are not counted. */
    agents: z.object({
      live: z.number().int(),
      idle: z.number().int(),
      commanded: z.number().int(),
      processing: z.number().int(),
      awaiting_input: z.number().int(),
      complete: z.number().int(),
    }),
    /** Open questions, of children too. */
    attention: z.number().int(),
    oldestWaitSince: Instant.nullable(),
    /** Commands of sessions completed since the day began, those of children not counted: all, those that ended `done`, and both by hour. */
    today: z.object({
      completed: z.number().int(),
      done: z.number().int(),
      hours: z.array(z.object({ hour: Instant, completed: z.number().int(), done: z.number().int() })),
    }),
    /** Signals that could not be applied and were parked. */
    parkedSignals: z.number().int(),
    /** Position of the newest event. */
    position: z.string(),
  })
  .meta({ id: "Status" });
export type Status = z.infer<typeof Status>;

export const getStatus = defineRoute({
  method: "GET",
  path: "/api/status",
  permission: "read",
  summary: "One cheap overview, with an ETag",
  query: z.object({
    since: Instant.optional().describe(
      "When the caller's day began: rounded down to the hour, at most two days back, midnight UTC where it is missing",
    ),
  }),
  replies: { 200: Status, 304: null },
});
