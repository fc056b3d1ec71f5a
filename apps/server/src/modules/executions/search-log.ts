import type { LogHit, searchExecutionLog } from "@signalbox/contract/execution-log";
import type { QueryOf, ReplyOf } from "@signalbox/contract/route";
import type { Queryable } from "../../platform/database/database.ts";
import { linesOf, readLogPieces } from "./log.repository.ts";

export interface SearchLimits {
  letters: number;
  ms: number;
}

/** After so much, whoever asks is answered and goes on from there. */
const usual: SearchLimits = { letters: 16_000_000, ms: 1_000 };

/** Lines with these words, in either case. */
export async function searchLog(
  read: Queryable,
  executionId: string,
  { text, after, limit }: QueryOf<typeof searchExecutionLog>,
  limits: SearchLimits = usual,
): Promise<ReplyOf<typeof searchExecutionLog>> {
  const words = text.toLowerCase();
  const until = performance.now() + limits.ms;
  const hits: LogHit[] = [];
  let searched = 0;
  let last = after;
  for await (const piece of readLogPieces(read, { executionId, from: after + 1 })) {
    if (searched >= limits.letters || (searched > 0 && performance.now() >= until))
      return { hits, next: last };
    searched += piece.text.length;
    const lines = linesOf(piece);
    const isWorthReading = piece.text.toLowerCase().includes(words);
    for (const line of isWorthReading ? lines : []) {
      if (line.number <= after || !line.text.toLowerCase().includes(words)) continue;
      hits.push({ ...line, text: around(line.text, words) });
      if (hits.length === limit) return { hits, next: line.number };
    }
    last = Math.max(last, lines.at(-1)?.number ?? last);
  }
  return { hits, next: null };
}

const before = 80;
const longestHit = 300;

function around(line: string, words: string): string {
  const from = Math.max(0, line.toLowerCase().indexOf(words) - before);
  const part = line.slice(from, from + longestHit).toWellFormed();
  return `${from === 0 ? "" : "…"}${part}${from + longestHit < line.length ? "…" : ""}`;
}
