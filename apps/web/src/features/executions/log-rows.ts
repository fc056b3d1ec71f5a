import type { LogLine } from "@signalbox/contract/executions";
import { type JsonRecord, numberIn, readRecord, recordsIn, textIn } from "../../lib/json.ts";

interface Placed {
  key: string;
  at: string;
  /** A child agent did it. */
  within: boolean;
}

export type LogRow =
  | (Placed & { kind: "began"; model: string | null })
  | (Placed & { kind: "said"; text: string })
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

/** A line as it is, for those who want to see what was printed. */
export const plainRows = (lines: readonly LogLine[]): LogRow[] => lines.map(plainRow);

/** The lines of a log as turns: what was said, and each call with what it came back with. */
export const turnRows = (lines: readonly LogLine[]): LogRow[] => {
  const read = lines.map(readLine);
  const results = new Map(read.flatMap(({ results }) => results));
  const rows = read.flatMap(({ rows }) => rows);
  return rows.map((row, index) => {
    if (row.kind === "call") return { ...row, result: results.get(row.id) ?? null };
    return row.kind === "over" && isSaid(row.text, rows[index - 1]) ? { ...row, text: null } : row;
  });
};

/** At its end the CLI says its last words once more. */
const isSaid = (text: string | null, before: LogRow | undefined): boolean =>
  before?.kind === "said" && before.text === text;

interface ReadLine {
  rows: readonly LogRow[];
  results: readonly (readonly [callId: string, result: CallResult])[];
}

/** A log is read again with each line that comes: what a line says is read once. */
const readBefore = new WeakMap<LogLine, ReadLine>();

const readLine = (line: LogLine): ReadLine => {
  const before = readBefore.get(line);
  if (before !== undefined) return before;
  const record = line.stream === "out" ? readRecord(line.text) : null;
  const read = record === null ? { rows: [plainRow(line)], results: [] } : readStep(line, record);
  readBefore.set(line, read);
  return read;
};

const plainRow = (line: LogLine): LogRow => ({ ...placeOf(line), kind: "line", line });

const placeOf = ({ number, at }: LogLine, record?: JsonRecord, part = 0): Placed => ({
  key: `${number} ${part}`,
  at,
  within: record !== undefined && textIn(record, "parent_tool_use_id") !== null,
});

const nothing: ReadLine = { rows: [], results: [] };

/** A step as Claude Code prints it. What is no news to a reader is left out, what is not known is shown as it is. */
const readStep = (line: LogLine, record: JsonRecord): ReadLine => {
  const place = placeOf(line, record);
  switch (textIn(record, "type")) {
    case "assistant":
      return {
        rows: contentOf(record).flatMap((block, part) => rowOfBlock(line, record, { block, part })),
        results: [],
      };
    case "user":
      return { rows: [], results: contentOf(record).flatMap(resultOfBlock) };
    case "result":
      return { rows: [{ ...place, ...endOf(record) }], results: [] };
    case "system":
      return textIn(record, "subtype") === "init"
        ? { rows: [{ ...place, kind: "began", model: textIn(record, "model") }], results: [] }
        : nothing;
    case "stream_event":
    case "rate_limit_event":
      return nothing;
    default:
      return { rows: [plainRow(line)], results: [] };
  }
};

const contentOf = ({ message }: JsonRecord): readonly JsonRecord[] => {
  const [said] = recordsIn([message]);
  const content = said?.content;
  return typeof content === "string" ? [{ type: "text", text: content }] : recordsIn(content);
};

const rowOfBlock = (
  line: LogLine,
  record: JsonRecord,
  { block, part }: { block: JsonRecord; part: number },
): LogRow[] => {
  const place = placeOf(line, record, part);
  const text = textIn(block, "text") ?? textIn(block, "thinking") ?? "";
  switch (textIn(block, "type")) {
    case "text":
      return text.trim() === "" ? [] : [{ ...place, kind: "said", text }];
    case "thinking":
      return text.trim() === "" ? [] : [{ ...place, kind: "thought", text }];
    case "tool_use":
    case "server_tool_use": {
      const [id, name] = [textIn(block, "id") ?? place.key, textIn(block, "name") ?? "A tool"];
      return [{ ...place, kind: "call", id, name, input: block.input, result: null }];
    }
    default:
      return [];
  }
};

const resultOfBlock = (block: JsonRecord): [string, CallResult][] => {
  const id = textIn(block, "tool_use_id");
  if (textIn(block, "type") !== "tool_result" || id === null) return [];
  return [[id, { content: block.content ?? "", failed: block.is_error === true }]];
};

const endOf = (record: JsonRecord) => {
  const dollars = numberIn(record, "total_cost_usd");
  return {
    kind: "over" as const,
    failed: record.is_error === true || textIn(record, "subtype") !== "success",
    text: textIn(record, "result"),
    summary: {
      durationMs: numberIn(record, "duration_ms"),
      turns: numberIn(record, "num_turns"),
      costMicros: dollars === null ? null : Math.round(dollars * 1e6),
    },
  };
};

/** About how high a row is before it was drawn. */
export const guessRowHeight = (row: LogRow): number => {
  if (row.kind === "said") return 14 + 22 * Math.min(20, Math.ceil(row.text.length / 90));
  if (row.kind === "line") return 6 + 18 * Math.min(12, Math.ceil(row.line.text.length / 110));
  return 38;
};
