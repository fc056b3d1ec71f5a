import type { getExecutionLog } from "@signalbox/contract/executions";
import type { QueryOf, ReplyOf } from "@signalbox/contract/route";
import type { ExecutionRow } from "./executions.repository.ts";
import { readLogLines } from "./log.repository.ts";
import type { ExecutionsOptions } from "./options.ts";

type Window = QueryOf<typeof getExecutionLog>;

/** Another node's lines are looked for this often. */
const looksEveryMs = 200;

/** Lines of a log; where they are waited for, as soon as there is one, or all is over. */
export async function readLog(
  find: () => Promise<ExecutionRow>,
  { after, before, limit, wait }: Window,
  { db, news }: Pick<ExecutionsOptions, "db" | "news">,
): Promise<ReplyOf<typeof getExecutionLog>> {
  const until = performance.now() + wait * 1_000;
  for (;;) {
    const row = await find();
    const total = Number(row.log_lines);
    const isOver = row.ended_at !== null;
    const isNews = after === undefined || total > after || isOver;
    if (isNews || performance.now() >= until || news.isOver()) {
      const from = firstLine({ after, before, limit }, total);
      const most = before === undefined ? limit : Math.min(limit, Math.max(0, before - from));
      const lines = await readLogLines(db.read, { executionId: row.id, from, limit: most });
      return { lines, total, isOver };
    }
    await news.next(row.id, Math.min(looksEveryMs, Math.max(1, until - performance.now())));
  }
}

/** Without a place, the last lines. */
function firstLine(
  { after, before, limit }: Pick<Window, "after" | "before" | "limit">,
  total: number,
): number {
  if (after !== undefined) return after + 1;
  return Math.max(1, (before ?? total + 1) - limit);
}
