import { z } from "zod";
import { AppError, type ErrorKind, messageOf } from "../../../kernel/errors.ts";
import { NotHere } from "./order-errors.ts";

const kinds = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "rate_limited",
  "unsupported",
  "unavailable",
  "internal",
] as const satisfies readonly ErrorKind[];

const Refusal = z.object({
  ...{ kind: z.enum(kinds), code: z.string(), message: z.string() },
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** What became of an order at the node that took it. */
export const Outcome = z.discriminatedUnion("became", [
  z.object({ became: z.literal("done"), reply: z.unknown() }),
  z.object({ became: z.literal("refused"), error: Refusal }),
  z.object({ became: z.literal("not_here"), why: z.string() }),
  z.object({ became: z.literal("broken"), why: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** What it threw, for whoever gave the order. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof NotHere) return { became: "not_here", why: error.message };
  if (!(error instanceof AppError)) return { became: "broken", why: messageOf(error) };
  const { kind, code, message, faults } = error;
  const told = faults === undefined ? {} : { faults: [...faults] };
  return { became: "refused", error: { kind, code, message, ...told } };
}

/** As it was thrown there. */
export const refusalOf = ({ kind, code, message, faults }: z.infer<typeof Refusal>): AppError =>
  new AppError(kind, code, message, faults === undefined ? {} : { faults });
