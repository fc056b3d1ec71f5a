import { storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import { recordOf } from "../../../platform/supervisor/spec.ts";
import { storeNote } from "../execution-moves.repository.ts";
import type { ExecutionsOptions } from "../options.ts";

const longestNote = 2_000;

/** Says something of ours in the log of an execution, line by line, before its program is started. */
export const noteOn =
  (executionId: string, { db, clock, news }: Pick<ExecutionsOptions, "db" | "clock" | "news">) =>
  async (text: string): Promise<void> => {
    const lines = storableText(redactText(text), longestNote).split("\n");
    await db.transaction(async (tx) => {
      for (const line of lines) await storeNote(tx, executionId, recordOf(clock.now().getTime(), "n", line));
    });
    news.tell(executionId);
  };
