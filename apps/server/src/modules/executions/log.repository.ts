import type { LogLine } from "@signalbox/contract/executions";
import { sql } from "kysely";
import type { Queryable } from "../../platform/database/database.ts";

interface Window {
  executionId: string;
  /** Lines from this number on. */
  from: number;
  limit: number;
}

const streams = { o: "out", e: "err", n: "note" } as const;
const record = /^(\d{1,15}) ([oen]) ([\s\S]*)$/;

function lineOf(number: number, text: string): LogLine {
  const [, at = "0", stream = "o", said = text] = record.exec(text) ?? [];
  return {
    number,
    at: new Date(Number(at)).toISOString(),
    stream: stream === "e" ? streams.e : stream === "n" ? streams.n : streams.o,
    text: said,
  };
}

/** A piece that holds the first line is found by the one before it. */
const piecesFrom = (read: Queryable, { executionId, from }: Omit<Window, "limit">) =>
  read
    .selectFrom("executions_log")
    .where("execution_id", "=", executionId)
    .select(["first_line", "text"])
    .orderBy("first_line")
    .where("first_line", ">=", (eb) =>
      eb.fn.coalesce(
        eb
          .selectFrom("executions_log")
          .where("execution_id", "=", executionId)
          .where("first_line", "<=", String(from))
          .select((max) => max.fn.max("first_line").as("first")),
        sql<string>`0`,
      ),
    );

export async function readLogLines(read: Queryable, window: Window): Promise<LogLine[]> {
  const { from, limit } = window;
  const pieces = piecesFrom(read, window).where("first_line", "<", String(from + limit));
  const lines: LogLine[] = [];
  for (const { first_line, text } of await pieces.execute()) {
    const first = Number(first_line);
    text
      .split("\n")
      .slice(0, -1)
      .forEach((line, index) => {
        const number = first + index;
        if (number >= from && number < from + limit) lines.push(lineOf(number, line));
      });
  }
  return lines;
}

export interface LogPiece {
  firstLine: number;
  /** Records, each with a line break. */
  text: string;
}

/** A piece may be as long as a line that is kept. */
const piecesAtOnce = 16;

/** The pieces of a log from the one that holds a line on, a few at a time. */
export async function* readLogPieces(
  read: Queryable,
  { executionId, from }: Omit<Window, "limit">,
): AsyncGenerator<LogPiece> {
  for (let next = from; ; ) {
    const rows = await piecesFrom(read, { executionId, from: next }).limit(piecesAtOnce).execute();
    for (const { first_line, text } of rows) yield { firstLine: Number(first_line), text };
    const last = rows.at(-1);
    if (last === undefined || rows.length < piecesAtOnce) return;
    next = Number(last.first_line) + last.text.split("\n").length - 1;
  }
}

export const linesOf = ({ firstLine, text }: LogPiece): LogLine[] =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line, index) => lineOf(firstLine + index, line));
