import type { LogLine } from "@signalbox/contract/executions";
import { type JsonRecord, numberIn, recordsIn, textIn } from "../../../lib/json.ts";
import {
  type CallRow,
  type LogRow,
  noSummary,
  nothing,
  placeOf,
  type ReadLine,
  type ReadStep,
  recordAt,
  rowsOf,
} from "./step.ts";

/** A step as `codex exec --json` prints it. */
export const readCodexStep: ReadStep = (line, record) => {
  const place = placeOf(line);
  switch (textIn(record, "type")) {
    case "thread.started":
      return rowsOf({ ...place, kind: "began", model: null });
    case "turn.started":
    case "item.updated":
      return nothing;
    case "item.started":
      return begunItem(line, recordAt(record, "item"));
    case "item.completed":
      return doneItem(line, recordAt(record, "item"));
    case "error":
      // Others have faults of this name too, told otherwise.
      return textIn(record, "message") === null ? null : rowsOf(lineOf(line, record));
    case "turn.completed":
      return rowsOf({ ...place, kind: "over", failed: false, text: null, summary: noSummary });
    case "turn.failed": {
      const text = textIn(recordAt(record, "error"), "message");
      return rowsOf({ ...place, kind: "over", failed: true, text, summary: noSummary });
    }
    default:
      return null;
  }
};

/** What it complains of, and goes on. */
const lineOf = (line: LogLine, told: JsonRecord): LogRow => ({
  ...placeOf(line),
  kind: "line",
  line: { ...line, text: textIn(told, "message") ?? line.text },
});

function begunItem(line: LogLine, item: JsonRecord): ReadLine {
  const call = callOf(line, item);
  return call === null ? nothing : rowsOf(call);
}

function doneItem(line: LogLine, item: JsonRecord): ReadLine {
  const place = placeOf(line);
  const text = textIn(item, "text") ?? "";
  switch (textIn(item, "type")) {
    case "agent_message":
      return rowsOf({ ...place, kind: "said", text });
    case "reasoning":
      return rowsOf({ ...place, kind: "thought", text });
    case "error":
      return rowsOf(lineOf(line, item));
    default: {
      const call = callOf(line, item);
      if (call === null) return nothing;
      return { rows: [], results: [{ callId: call.id, result: resultOf(item), call }] };
    }
  }
}

const callOf = (line: LogLine, item: JsonRecord): CallRow | null => {
  const named = nameAndInput(item);
  const id = textIn(item, "id");
  return named === null || id === null
    ? null
    : { ...placeOf(line), kind: "call", id, ...named, result: null };
};

function nameAndInput(item: JsonRecord): { name: string; input: unknown } | null {
  switch (textIn(item, "type")) {
    case "command_execution":
      return { name: "Command", input: { command: textIn(item, "command") ?? "" } };
    case "file_change":
      return { name: "Files", input: { files: pathsIn(item) } };
    case "mcp_tool_call":
      return { name: textIn(item, "tool") ?? "A tool", input: item.arguments };
    case "web_search":
      return { name: "Search", input: { query: textIn(item, "query") ?? "" } };
    default:
      return null;
  }
}

const pathsIn = (item: JsonRecord): string =>
  recordsIn(item.changes)
    .map((change) => `${textIn(change, "kind") ?? "changed"} ${textIn(change, "path") ?? ""}`)
    .join(", ");

const resultOf = (item: JsonRecord) => ({
  content: textIn(item, "aggregated_output") ?? recordAt(item, "result").content ?? "",
  failed: textIn(item, "status") === "failed" || (numberIn(item, "exit_code") ?? 0) !== 0,
});
