import { z } from "zod";
import { Id, Instant, isText, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

const Rate = z.int().min(0).max(1_000_000_000_000);

/** What tokens of a model cost, in millionths of a dollar for a million of them; null where that is not known. */
export const PriceRates = z
  .strictObject({
    input: Rate,
    output: Rate,
    cacheRead: Rate.nullable().default(null).describe("What came from the cache"),
    cacheWrite: Rate.nullable().default(null).describe("What went into the cache"),
  })
  .meta({ id: "PriceRates" });
export type PriceRates = z.infer<typeof PriceRates>;

/** What is written of a price. */
export const NewPrice = z
  .strictObject({
    model: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[\w.:/@+-]+$/, "must be the name of a model")
      .describe("As its CLI calls it; it holds for the name with a date behind it, too"),
    rates: PriceRates,
    source: z.string().trim().min(1).max(500).refine(isText, "must be text").describe("Where it was read"),
    validFrom: Instant.nullable().default(null).describe("Null for now"),
  })
  .meta({ id: "NewPrice" });
export type NewPrice = z.infer<typeof NewPrice>;

/** What a model costs now. */
export const ModelPrice = z
  .object({
    model: z.string(),
    rates: PriceRates,
    source: z.string(),
    /** Since when it holds; where it comes with the server, when it was read. */
    validFrom: Instant,
    /** Null where it comes with the server. */
    own: z.object({ id: Id, by: z.string() }).nullable(),
    /** Whether long prompts cost more: only what comes with the server knows such a thing. */
    hasLong: z.boolean(),
  })
  .meta({ id: "ModelPrice" });
export type ModelPrice = z.infer<typeof ModelPrice>;

/** A price that somebody wrote, also one that is not in force yet or any more. */
export const WrittenPrice = z
  .object({
    id: Id,
    model: z.string(),
    rates: PriceRates,
    source: z.string(),
    validFrom: Instant,
    createdAt: Instant,
    by: z.string(),
    /** Null while it holds. */
    removed: z.object({ at: Instant, by: z.string() }).nullable(),
  })
  .meta({ id: "WrittenPrice" });
export type WrittenPrice = z.infer<typeof WrittenPrice>;

export const listPrices = defineRoute({
  method: "GET",
  path: "/api/prices",
  permission: "read",
  summary: "What each model costs now, by its name",
  query: PageQuery,
  replies: { 200: pageOf(ModelPrice) },
  errors: ["request.cursor_invalid"],
});

export const listWrittenPrices = defineRoute({
  method: "GET",
  path: "/api/prices/written",
  permission: "read",
  summary: "Prices that people wrote, the newest first, with those that hold no more",
  query: PageQuery,
  replies: { 200: pageOf(WrittenPrice) },
  errors: ["request.cursor_invalid"],
});

export const createPrice = defineRoute({
  method: "POST",
  path: "/api/prices",
  permission: "admin",
  summary: "Says what a model costs from some time on; what was counted before stays as it was",
  body: NewPrice,
  replies: { 201: WrittenPrice },
  errors: ["prices.too_many", "auth.watched_agent"],
});

export const removePrice = defineRoute({
  method: "DELETE",
  path: "/api/prices/:priceId",
  permission: "admin",
  summary: "Ends a price: the one before it, or the one that comes with the server, holds again",
  params: z.object({ priceId: Id }),
  replies: { 204: null },
  errors: ["prices.not_found", "auth.watched_agent"],
});
