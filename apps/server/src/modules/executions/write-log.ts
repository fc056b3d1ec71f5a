import type { Queryable } from "../../platform/database/database.ts";
import { linesOf, readLogPieces } from "./log.repository.ts";

/** A log as people read it, a piece at a time: when, on which stream, and what. */
export async function* logAsText(read: Queryable, executionId: string): AsyncGenerator<string> {
  for await (const piece of readLogPieces(read, { executionId, from: 1 }))
    yield linesOf(piece)
      .map(({ at, stream, text }) => `${at} ${stream} ${text}\n`)
      .join("");
}
