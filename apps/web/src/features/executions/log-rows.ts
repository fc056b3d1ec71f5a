import type { LogLine } from "@signalbox/contract/executions";
import { type JsonRecord, readRecord } from "../../lib/json.ts";
import { readBridgeStep } from "./log-steps/read-bridge-step.ts";
import { readClaudeStep } from "./log-steps/read-claude-step.ts";
import { readCodexStep } from "./log-steps/read-codex-step.ts";
import { readGeminiStep } from "./log-steps/read-gemini-step.ts";
import { readOpencodeStep } from "./log-steps/read-opencode-step.ts";
import { type LogRow, plainRow, type ReadLine, type Returned, rowsOf } from "./log-steps/step.ts";

/** A line as it is, for those who want to see what was printed. */
export const plainRows = (lines: readonly LogLine[]): LogRow[] => lines.map(plainRow);

/** The lines of a log as turns: what was said, and each call with what it came back with. */
export function turnRows(lines: readonly LogLine[]): LogRow[] {
  const rows: LogRow[] = [];
  // Another attempt may name its calls as the one before did.
  const calls = new Map<string, number>();
  for (const line of lines) {
    const read = readLine(line);
    for (const row of read.rows) {
      if (row.kind === "call") calls.set(row.id, rows.length);
      add(rows, row);
    }
    for (const returned of read.results) addResult(rows, calls, returned);
  }
  return rows;
}

function add(rows: LogRow[], row: LogRow): void {
  const before = rows.at(-1);
  if (row.kind === "said" && row.joins && before?.kind === "said" && before.joins)
    rows[rows.length - 1] = { ...before, text: before.text + row.text };
  // At its end a CLI may say its last words once more.
  else if (row.kind === "over" && before?.kind === "said" && before.text === row.text)
    rows.push({ ...row, text: null });
  else rows.push(row);
}

function addResult(rows: LogRow[], calls: ReadonlyMap<string, number>, { callId, result, call }: Returned) {
  const index = calls.get(callId) ?? -1;
  const row = rows[index];
  if (row?.kind === "call" && row.result === null) rows[index] = { ...row, result };
  else if (call !== null) rows.push({ ...call, result });
}

/** Each knows its own lines: several attempts of one log may be of several CLIs. */
const readers = [readBridgeStep, readCodexStep, readOpencodeStep, readGeminiStep, readClaudeStep];

/** A log is read again with each line that comes: what a line says is read once. */
const readBefore = new WeakMap<LogLine, ReadLine>();

/** What is not known is shown as it is. */
function readLine(line: LogLine): ReadLine {
  const before = readBefore.get(line);
  if (before !== undefined) return before;
  const record = line.stream === "out" ? readRecord(line.text) : null;
  const known = (record === null ? null : readStep(line, record)) ?? rowsOf(plainRow(line));
  readBefore.set(line, known);
  return known;
}

function readStep(line: LogLine, record: JsonRecord): ReadLine | null {
  for (const read of readers) {
    const step = read(line, record);
    if (step !== null) return step;
  }
  return null;
}

/** About how high a row is before it was drawn. */
export const guessRowHeight = (row: LogRow): number => {
  if (row.kind === "said") return 14 + 22 * Math.min(20, Math.ceil(row.text.length / 90));
  if (row.kind === "line") return 6 + 18 * Math.min(12, Math.ceil(row.line.text.length / 110));
  return 38;
};
