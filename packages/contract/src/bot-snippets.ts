import { z } from "zod";
import { Id, Instant, isText, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

export const SnippetName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,39}$/,
    "must be lower-case letters, digits, dashes and underscores, a letter first",
  );

/** A piece that templates of bots render by its name. */
export const Snippet = z
  .object({
    name: SnippetName,
    /** Counts up with each change. */
    version: z.number().int(),
    text: z.string(),
    /** What it must be given, by the names that it asks for. */
    asks: z.array(z.string()),
    /** Who wrote it last. */
    by: z.string(),
    updatedAt: Instant,
    /** The bots that render it, be it through another one. */
    usedBy: z.array(z.object({ id: Id, name: z.string() })),
  })
  .meta({ id: "Snippet" });
export type Snippet = z.infer<typeof Snippet>;

const OfName = z.object({ name: SnippetName });

export const listSnippets = defineRoute({
  method: "GET",
  path: "/api/bot-snippets",
  permission: "read",
  summary: "Pieces that templates of bots render, by name",
  query: PageQuery,
  replies: { 200: pageOf(Snippet) },
  errors: ["request.cursor_invalid"],
});

export const writeSnippet = defineRoute({
  method: "PUT",
  path: "/api/bot-snippets/:name",
  permission: "operate",
  summary:
    "Writes a snippet; what would break a bot that renders it is refused. `version` is the one that was seen, 0 for a new one",
  params: OfName,
  body: z.strictObject({
    version: z.int().min(0),
    text: z.string().min(1).max(20_000).refine(isText, "must be text").describe("A template, in Liquid"),
  }),
  replies: { 200: Snippet },
  errors: [
    "bots.template_invalid",
    "bots.snippet_stale",
    "bots.snippet_breaks",
    "bots.snippets_full",
    "auth.watched_agent",
  ],
});

export const removeSnippet = defineRoute({
  method: "DELETE",
  path: "/api/bot-snippets/:name",
  permission: "operate",
  summary: "Removes a snippet that nothing renders",
  params: OfName,
  query: z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647) }),
  replies: { 204: null },
  errors: ["bots.snippet_not_found", "bots.snippet_stale", "bots.snippet_breaks", "auth.watched_agent"],
});

export const snippetChanged = defineEvent({
  ...{ type: "bot.snippet_changed", version: 1, producer: "bots", consumers: ["web app"] },
  summary: "A snippet was made, written anew, or removed",
  data: z.object({ name: SnippetName, version: z.int().nullable().describe("Null where it was removed") }),
});

export const snippetEvents = [snippetChanged] as const;
