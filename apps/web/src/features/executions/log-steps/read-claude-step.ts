import type { LogLine } from "@signalbox/contract/executions";
import { type JsonRecord, numberIn, recordsIn, textIn } from "../../../lib/json.ts";
import { type LogRow, nothing, placeOf, type ReadStep, type Returned } from "./step.ts";

/** A step as Claude Code prints it. What is no news to a reader is left out, what is not known is shown as it is. */
export const readClaudeStep: ReadStep = (line, record) => {
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
      return null;
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

const resultOfBlock = (block: JsonRecord): Returned[] => {
  const id = textIn(block, "tool_use_id");
  if (textIn(block, "type") !== "tool_result" || id === null) return [];
  const result = { content: block.content ?? "", failed: block.is_error === true };
  return [{ callId: id, result, call: null }];
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
