import { numberIn, textIn } from "../../../lib/json.ts";
import { noSummary, nothing, placeOf, type ReadStep, recordAt, rowsOf } from "./step.ts";

/** A step as Gemini CLI prints it with `--output-format stream-json`. */
export const readGeminiStep: ReadStep = (line, record) => {
  const place = placeOf(line);
  switch (textIn(record, "type")) {
    case "init":
      return rowsOf({ ...place, kind: "began", model: textIn(record, "model") });
    case "message": {
      if (textIn(record, "role") !== "assistant") return nothing;
      const joins = record.delta === true ? ({ joins: true } as const) : {};
      return rowsOf({ ...place, kind: "said", text: textIn(record, "content") ?? "", ...joins });
    }
    case "tool_use": {
      const [id, name] = [textIn(record, "tool_id"), textIn(record, "tool_name")];
      if (id === null || name === null) return null;
      return rowsOf({ ...place, kind: "call", id, name, input: record.parameters, result: null });
    }
    case "tool_result": {
      const callId = textIn(record, "tool_id") ?? "";
      const fault = textIn(recordAt(record, "error"), "message");
      const content = textIn(record, "output") ?? fault ?? "";
      const result = { content, failed: textIn(record, "status") !== "success" };
      return { rows: [], results: [{ callId, result, call: null }] };
    }
    case "result": {
      const status = textIn(record, "status");
      if (status === null) return null;
      const summary = { ...noSummary, durationMs: numberIn(recordAt(record, "stats"), "duration_ms") };
      const text = textIn(recordAt(record, "error"), "message");
      return rowsOf({ ...place, kind: "over", failed: status !== "success", text, summary });
    }
    default:
      return null;
  }
};
