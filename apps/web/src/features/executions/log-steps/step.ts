import type { LogLine } from "@signalbox/contract/executions";
import { isRecord, type JsonRecord, textIn } from "../../../lib/json.ts";

export interface Placed {
  key: string;
  at: string;
  /** A child agent did it. */
  within: boolean;
}

export type LogRow =
  | (Placed & { kind: "began"; model: string | null })
  /** What `joins` is a piece of one answer. */
  | (Placed & { kind: "said"; text: string; joins?: true })
  | (Placed & { kind: "thought"; text: string })
  | (Placed & { kind: "call"; id: string; name: string; input: unknown; result: CallResult | null })
  | (Placed & { kind: "over"; failed: boolean; text: string | null; summary: RunSummary })
  | (Placed & { kind: "line"; line: LogLine });

export interface CallResult {
  content: unknown;
  failed: boolean;
}

/** What the CLI says of a run at its end. */
export interface RunSummary {
  durationMs: number | null;
  turns: number | null;
  costMicros: number | null;
}

export type CallRow = Extract<LogRow, { kind: "call" }>;

/** What a call came back with. */
export interface Returned {
  callId: string;
  result: CallResult;
  /** The call itself, where that was not told before. */
  call: CallRow | null;
}

/** What a line of a CLI tells. */
export interface ReadLine {
  rows: readonly LogRow[];
  results: readonly Returned[];
}

/** Reads a line; null where it is none of its CLI. */
export type ReadStep = (line: LogLine, record: JsonRecord) => ReadLine | null;

export const nothing: ReadLine = { rows: [], results: [] };

export const rowsOf = (...rows: readonly LogRow[]): ReadLine => ({ rows, results: [] });

export const plainRow = (line: LogLine): LogRow => ({ ...placeOf(line), kind: "line", line });

export const placeOf = ({ number, at }: LogLine, record?: JsonRecord, part = 0): Placed => ({
  key: `${number} ${part}`,
  at,
  within: record !== undefined && textIn(record, "parent_tool_use_id") !== null,
});

export const noSummary: RunSummary = { durationMs: null, turns: null, costMicros: null };

/** A record within another; empty where there is none. */
export const recordAt = (record: JsonRecord, name: string): JsonRecord => {
  const value = record[name];
  return isRecord(value) ? value : {};
};
