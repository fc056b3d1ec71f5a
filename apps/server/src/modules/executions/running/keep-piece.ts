import { recordOf } from "../../../platform/supervisor/spec.ts";
import { type ReadPiece, storePiece } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";

/** What this database does not take, now or later: values, constraints, its own limits. */
const refusals = /^(?:22|23|54)/;

const isRefused = (error: unknown): boolean =>
  error instanceof RangeError ||
  error instanceof TypeError ||
  (error instanceof Error && "code" in error && refusals.test(String(error.code)));

/**
 * Stores a piece of output. Where that is refused, its lines without what they told, or a note in their place: one line
 * must not keep all that follows from being read. Undefined where somebody else was first.
 */
export async function keepPiece(
  row: ExecutionRow,
  piece: ReadPiece,
  { db, clock, log, costOf }: Pick<ExecutionsOptions, "db" | "clock" | "log" | "costOf">,
): Promise<ExecutionRow | undefined> {
  const note = (text: string): string => recordOf(clock.now().getTime(), "n", text);
  const untold = {
    ...piece,
    sessionId: null,
    resetsAt: null,
    windows: [],
    spent: [],
    answered: false,
    worksOn: false,
    result: null,
  };
  const ways: ReadPiece[] = [
    piece,
    {
      ...untold,
      text: piece.text + note("What the lines above tell could not be stored"),
      lines: piece.lines + 1,
    },
    { ...untold, text: note(`Lines that could not be stored: ${piece.lines}`), lines: 1 },
  ];
  for (const [number, way] of ways.entries()) {
    try {
      return await storePiece(db, row, way, costOf);
    } catch (error) {
      if (number === ways.length - 1 || !isRefused(error)) throw error;
      log.warn({ err: error, executionId: row.id }, "a piece of an execution's output could not be stored");
    }
  }
  return undefined;
}
