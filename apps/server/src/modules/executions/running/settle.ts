import { rm } from "node:fs/promises";
import { storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import { moveToOver, type Over } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { endSteps } from "../steps.repository.ts";
import { tellOver } from "../tell-over.ts";
import { folderOf } from "./folders.ts";
import { isMissing } from "./told-files.ts";

const longestReason = 2_000;

/** Writes down what became of an execution. Its folder goes with it. */
export async function settle(
  row: ExecutionRow,
  { state, reason, errorClass, exit }: Pick<Over, "state" | "reason" | "errorClass" | "exit">,
  options: ExecutionsOptions,
): Promise<void> {
  const { db, clock, rules, news, bell } = options;
  const words = reason === null ? null : storableText(redactText(reason), longestReason);
  await db.transaction(async (tx) => {
    const over = { state, reason: words, errorClass, exit, at: clock.now() };
    const moved = await moveToOver(tx, row.id, over);
    if (moved === undefined) return;
    await endSteps(tx, row.id, over.at);
    await tellOver(tx, moved, options);
  });
  news.tell(row.id);
  bell.ring();
  await removeFolder(folderOf(rules.home, row.id));
}

export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
