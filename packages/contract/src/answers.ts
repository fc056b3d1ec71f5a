import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

const Message = z.string().max(10_000);

/** What is answered, by the kind of question. */
export const AnswerContent = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("allow"),
      input: z.record(z.string(), z.unknown()).optional().describe("What the tool runs with instead"),
      remember: z.boolean().optional().describe("And whatever the CLI itself offers to allow from now on"),
      mode: z
        .enum(["manual", "accept_edits"])
        .optional()
        .describe("Of a plan: whether its edits are asked about one by one"),
      note: Message.trim()
        .min(1)
        .optional()
        .describe("Of a plan: words to the agent that go along with its approval"),
    }),
    z.strictObject({
      kind: z.literal("deny"),
      message: Message.optional().describe("Told to the agent"),
      interrupt: z.boolean().optional().describe("And the agent stops"),
    }),
    z.strictObject({
      kind: z.literal("options"),
      answers: z
        .array(z.array(Message.min(1)).min(1).max(20))
        .min(1)
        .max(20)
        .describe("For each part that is asked, in its order: labels of options, or words of one's own"),
    }),
    z.strictObject({
      kind: z.literal("text"),
      text: z.string().min(1).max(200_000).describe("To a question in words"),
    }),
  ])
  .meta({ id: "AnswerContent" });
export type AnswerContent = z.infer<typeof AnswerContent>;

/** `given` is on its way; `refused` came too late: the question had moved. */
export const answerStates = ["given", "delivered", "refused", "failed"] as const;
export const AnswerState = z.enum(answerStates).meta({ id: "AnswerState" });

/** How an answer reaches its agent: by the hook that asked, over its protocol, or by keys in its pane of tmux. */
export const ways = ["held_hook", "protocol", "keys"] as const;
export const Way = z.enum(ways).meta({ id: "Way" });
export type Way = z.infer<typeof Way>;

/** An answer that somebody gave, and what became of it. */
export const Answer = z
  .object({
    id: Id,
    questionId: Id,
    agentId: Id,
    content: AnswerContent,
    way: Way,
    state: AnswerState,
    /** Why it did not arrive; of one that was delivered, what could not be seen of it. */
    problem: z.string().nullable(),
    /** Who gave it. */
    by: z.string(),
    at: Instant,
    settledAt: Instant.nullable(),
    /** The turn of the tool call that it was about, and that ran where it allowed that. */
    callTurnId: Id.nullable(),
  })
  .meta({ id: "Answer" });
export type Answer = z.infer<typeof Answer>;

const ofQuestion = z.object({ questionId: Id });

export const questionHeld = defineEvent({
  type: "question.held",
  version: 1,
  producer: "answers",
  consumers: ["web app"],
  summary: "The hook that asked waits for an answer: it can be given in Signalbox",
  data: ofQuestion,
});
export const questionReleased = defineEvent({
  type: "question.released",
  version: 1,
  producer: "answers",
  consumers: ["web app"],
  summary: "The hook waits no more, and the question is open still: its terminal alone can answer",
  data: ofQuestion,
});

export const questionWayOpened = defineEvent({
  type: "question.way_opened",
  version: 1,
  producer: "answers",
  consumers: ["web app"],
  summary: "A node that shares the database can deliver an answer to it",
  data: z.object({ questionId: Id, nodeId: Id }),
});

const Key = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 printable characters")
  .describe("Chosen by who answers, for this answer alone");

export const answerQuestion = defineRoute({
  method: "POST",
  path: "/api/questions/:questionId/answers",
  permission: "answer",
  summary: "Answers a question, once: `key` names the answer, the same again is the same one",
  params: z.object({ questionId: Id }),
  body: z.strictObject({
    version: z.number().int().min(1).describe("Of the question as it was seen"),
    key: Key,
    content: AnswerContent,
  }),
  replies: { 200: Answer },
  errors: [
    "questions.not_found",
    "answers.key_reused",
    "answers.unfit",
    "answers.stale",
    "answers.unreachable",
    "answers.not_shown",
    "answers.undelivered",
    "answers.untold",
    "auth.watched_agent",
  ],
});

/** What became of one question of a set that was answered alike. */
export const SetAnswer = z
  .object({
    questionId: Id,
    answer: Answer.nullable(),
    /** Why it was not answered; null where it was. */
    problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: "SetAnswer" });
export type SetAnswer = z.infer<typeof SetAnswer>;

/** How many are answered at once at most. */
export const largestSet = 50;

export const answerSet = defineRoute({
  method: "POST",
  path: "/api/answers",
  permission: "answer",
  summary:
    "Answers several questions alike, each once and by itself: one that moved does not keep the others",
  body: z.strictObject({
    key: Key,
    content: AnswerContent,
    questions: z
      .array(
        z.strictObject({
          id: Id,
          version: z.number().int().min(1).describe("Of the question as it was seen"),
        }),
      )
      .min(1)
      .max(largestSet),
  }),
  replies: { 200: z.object({ items: z.array(SetAnswer) }) },
  errors: ["auth.watched_agent"],
});

export const listAnswers = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/answers",
  permission: "read",
  summary: "What was answered to an agent in Signalbox, the latest first",
  params: z.object({ agentId: Id }),
  query: PageQuery,
  replies: { 200: pageOf(Answer) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});

/** How a question can be answered here. */
export const OpenWay = z
  .object({
    way: Way,
    /** The CLI offers to remember that it is allowed. */
    canRemember: z.boolean(),
    /** What that would allow from now on, in words, where it is known before. */
    remembers: z.string().optional(),
    /** A refusal may say why. */
    takesWords: z.boolean(),
  })
  .meta({ id: "OpenWay" });
export type OpenWay = z.infer<typeof OpenWay>;

/** A way to an agent: open, or why not. */
export const Reach = z
  .object({
    agentId: Id,
    ways: z.array(z.object({ way: Way, open: z.boolean(), why: z.string() })),
    /** What it asks now, and how that can be answered; null where only its terminal can. */
    question: z
      .object({
        id: Id,
        version: z.number().int(),
        way: OpenWay.nullable(),
        /** What its terminal shows of it, where it is answered there by keys. */
        shown: z.string().nullable().default(null),
      })
      .nullable(),
  })
  .meta({ id: "Reach" });
export type Reach = z.infer<typeof Reach>;

export const getReach = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/reach",
  permission: "read",
  summary: "The ways to an agent that are open now, and why the others are not",
  params: z.object({ agentId: Id }),
  replies: { 200: Reach },
  errors: ["agents.not_found"],
});
