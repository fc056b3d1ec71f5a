import type { BotContent } from "@signalbox/contract/bots";
import { askForSchema, type ExecutionWish } from "../executions/index.ts";

/** With what is asked of its result. */
export const promptOf = (asked: string, schema: BotContent["resultSchema"]): string =>
  schema === null ? asked : `${asked}\n\n${askForSchema(schema)}`;

/** What it tries, the first first. */
export const chainOf = ({
  backend,
  model,
  accountId,
  programId,
  fallbacks,
}: BotContent): ExecutionWish["chain"] => [{ backend, model, accountId, programId }, ...fallbacks];
