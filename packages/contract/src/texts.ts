import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { orderErrors } from "./nodes.ts";
import { defineRoute } from "./route.ts";

/** `sending` is on its way; of one that is `unknown` nobody saw whether the agent got it, and a person decides. */
export const textStates = ["queued", "sending", "sent", "unknown", "cancelled"] as const;
export const TextState = z.enum(textStates).meta({ id: "TextState" });
export type TextState = z.infer<typeof TextState>;

const Words = z.string().trim().min(1).max(200_000);

/** What somebody says to an agent: sent once it waits for input, queued until then. */
export const Text = z
  .object({
    id: Id,
    agentId: Id,
    text: z.string(),
    /** Whether the agent is interrupted for it. */
    interrupt: z.boolean(),
    state: TextState,
    /** Its place among those that are queued: the smallest is sent first. */
    place: z.number(),
    /** Why it is not sent yet; of one that was sent, what could not be seen of it. */
    problem: z.string().nullable(),
    /** Who says it. */
    by: z.string(),
    at: Instant,
    settledAt: Instant.nullable(),
  })
  .meta({ id: "Text" });
export type Text = z.infer<typeof Text>;

const ofText = z.object({ textId: Id, state: TextState });

export const textQueued = defineEvent({
  type: "text.queued",
  version: 1,
  producer: "answers",
  consumers: ["web app"],
  summary: "Somebody says something to an agent: it is sent once the agent waits for input",
  data: ofText,
});
export const textMoved = defineEvent({
  type: "text.moved",
  version: 1,
  producer: "answers",
  consumers: ["web app"],
  summary:
    "A text to an agent was sent, changed, moved in its queue, cancelled, or nobody knows whether it arrived",
  data: ofText,
});

const AgentId = z.object({ agentId: Id });
const TextId = z.object({ textId: Id });

export const sayText = defineRoute({
  method: "POST",
  path: "/api/agents/:agentId/texts",
  permission: "answer",
  summary:
    "Says something to an agent: at once where it waits for input, else queued; the same `key` again is the same text",
  params: AgentId,
  body: z.strictObject({
    key: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 printable characters")
      .describe("Chosen by who says it, for this text alone"),
    text: Words.describe("Control characters but tabs and ends of lines are left out"),
    interrupt: z
      .boolean()
      .default(false)
      .describe("Interrupts what the agent does, and comes before what is queued"),
  }),
  replies: { 200: Text },
  errors: ["agents.not_found", "texts.key_reused", "texts.too_many", "texts.empty"],
});

export const listTexts = defineRoute({
  method: "GET",
  path: "/api/agents/:agentId/texts",
  permission: "read",
  summary: "What was said to an agent in Signalbox, the latest first",
  params: AgentId,
  query: PageQuery,
  replies: { 200: pageOf(Text) },
  errors: ["agents.not_found", "request.cursor_invalid"],
});

export const changeText = defineRoute({
  method: "PATCH",
  path: "/api/texts/:textId",
  permission: "answer",
  summary:
    "Changes a text that is queued, or its place; sends one again of which nobody knows whether it arrived",
  params: TextId,
  body: z.strictObject({
    text: Words.optional(),
    before: Id.nullable().optional().describe("The queued text that it comes before; null for the end"),
    again: z.literal(true).optional().describe("Of one that is `unknown`: queues it once more"),
  }),
  replies: { 200: Text },
  errors: ["texts.not_found", "texts.settled", "texts.empty"],
});

export const cancelText = defineRoute({
  method: "DELETE",
  path: "/api/texts/:textId",
  permission: "answer",
  summary: "Takes back a text that is queued, or gives up one of which nobody knows whether it arrived",
  params: TextId,
  replies: { 200: Text },
  errors: ["texts.not_found", "texts.settled"],
});

export const Interruption = z
  .object({ problem: z.string().nullable().describe("What could not be seen of it") })
  .meta({ id: "Interruption" });
export type Interruption = z.infer<typeof Interruption>;

export const interruptAgent = defineRoute({
  method: "POST",
  path: "/api/agents/:agentId/interrupt",
  permission: "answer",
  summary: "Interrupts what an agent does, as Escape in its terminal does",
  params: AgentId,
  replies: { 200: Interruption },
  errors: ["agents.not_found", "answers.unreachable", "texts.nothing_runs", ...orderErrors],
});
