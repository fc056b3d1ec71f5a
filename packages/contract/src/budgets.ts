import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

/**
 * Whose executions count: all, those in a project, those of a bot, what ran with an account of a CLI, or those that a
 * person started, or a trigger that the person made.
 */
export const BudgetScope = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("instance") }),
    z.strictObject({ kind: z.literal("project"), projectId: Id }),
    z.strictObject({ kind: z.literal("bot"), botId: Id }),
    z.strictObject({ kind: z.literal("account"), accountId: Id }),
    z.strictObject({ kind: z.literal("user"), userId: Id }),
  ])
  .meta({ id: "BudgetScope" });
export type BudgetScope = z.infer<typeof BudgetScope>;

/** In UTC: a week begins on Monday. */
export const budgetPeriods = ["day", "week", "month"] as const;
export const BudgetPeriod = z.enum(budgetPeriods).meta({ id: "BudgetPeriod" });
export type BudgetPeriod = z.infer<typeof BudgetPeriod>;

const Limit = z.int().min(1).max(1_000_000_000_000).nullable().default(null);
/** Null for what is not limited. */
export const BudgetLimits = z
  .strictObject({
    costMicros: Limit.describe("In millionths of a dollar"),
    tokens: Limit.describe("Read and written, those of the cache too"),
    executions: Limit,
    minutes: Limit.describe("From the begin of each execution to its end"),
  })
  .refine((limits) => Object.values(limits).some((limit) => limit !== null), "must limit something")
  .meta({ id: "BudgetLimits" });
export type BudgetLimits = z.infer<typeof BudgetLimits>;

/** What is written of a budget. */
export const BudgetContent = z
  .strictObject({
    scope: BudgetScope,
    period: BudgetPeriod,
    limits: BudgetLimits,
    warnAt: z.int().min(1).max(100).default(80).describe("In percent of any limit"),
  })
  .meta({ id: "BudgetContent" });
export type BudgetContent = z.infer<typeof BudgetContent>;

/** What was taken in a period, by executions that began in it. */
export const BudgetUsed = z
  .object({
    costMicros: z.number().int(),
    tokens: z.number().int(),
    executions: z.number().int(),
    minutes: z.number().int(),
  })
  .meta({ id: "BudgetUsed" });
export type BudgetUsed = z.infer<typeof BudgetUsed>;

/** What a period comes to at the rate of the last full days, a week of them at most. */
export const BudgetForecast = z
  .object({
    comesTo: BudgetUsed,
    /** The limit that is met first, and when; null where none is met within the period, or one is already. */
    limitMet: z
      .object({ at: Instant, of: z.enum(["costMicros", "tokens", "executions", "minutes"]) })
      .nullable(),
  })
  .meta({ id: "BudgetForecast" });
export type BudgetForecast = z.infer<typeof BudgetForecast>;

/** What executions may take in each period. */
export const Budget = z
  .object({
    id: Id,
    ...BudgetContent.shape,
    /** What its project, bot, account or person is called; null for that of all. */
    of: z.string().nullable(),
    /** In the period that runs. */
    used: BudgetUsed,
    /** Of the limit that is nearest, in percent. */
    percent: z.number().int(),
    state: z.enum(["within", "warned", "spent"]),
    /** Null where fewer than three full days are known. */
    forecast: BudgetForecast.nullable(),
    /** The period that runs. */
    from: Instant,
    until: Instant,
  })
  .meta({ id: "Budget" });
export type Budget = z.infer<typeof Budget>;

const BudgetId = z.object({ budgetId: Id });
const errors = [
  "projects.not_found",
  "bots.not_found",
  "accounts.not_found",
  "auth.user_not_found",
  "budgets.too_many",
  "auth.watched_agent",
] as const;

export const listBudgets = defineRoute({
  method: "GET",
  path: "/api/budgets",
  permission: "read",
  summary: "All budgets, with what is used of each now",
  replies: {
    200: z.object({
      items: z.array(Budget),
      /** What all executions of this month take, whether or not a budget limits that. */
      month: z.object({
        used: BudgetUsed,
        forecast: BudgetForecast.nullable(),
        from: Instant,
        until: Instant,
      }),
    }),
  },
  errors: [],
});

export const createBudget = defineRoute({
  method: "POST",
  path: "/api/budgets",
  permission: "admin",
  summary: "Makes a budget, which holds at once",
  body: BudgetContent,
  replies: { 201: Budget },
  errors,
});

export const changeBudget = defineRoute({
  method: "PUT",
  path: "/api/budgets/:budgetId",
  permission: "admin",
  summary: "Writes a budget anew",
  params: BudgetId,
  body: BudgetContent,
  replies: { 200: Budget },
  errors: [...errors, "budgets.not_found"],
});

export const removeBudget = defineRoute({
  method: "DELETE",
  path: "/api/budgets/:budgetId",
  permission: "admin",
  summary: "Removes a budget: what waits for it may go on",
  params: BudgetId,
  replies: { 204: null },
  errors: ["budgets.not_found", "auth.watched_agent"],
});

const budgetEvent = <const T extends string>(type: T, summary: string) =>
  defineEvent({
    ...{ type, version: 1, producer: "budgets", consumers: ["web app"], summary },
    data: z.object({ budgetId: Id, period: BudgetPeriod, percent: z.number().int(), reason: z.string() }),
  });

export const budgetWarned = budgetEvent("budget.warned", "A budget is nearly spent, told once in its period");
export const budgetExceeded = budgetEvent("budget.exceeded", "A budget is spent, told once in its period");

export const budgetEvents = [budgetWarned, budgetExceeded] as const;
