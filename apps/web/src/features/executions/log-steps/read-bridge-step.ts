import { numberIn, textIn } from "../../../lib/json.ts";
import { noSummary, nothing, placeOf, type ReadStep, recordAt, rowsOf } from "./step.ts";

/** A step as a bridge to an agent prints it. */
export const readBridgeStep: ReadStep = (line, record) => {
  if (record.bridge !== 1) return null;
  const place = placeOf(line);
  switch (textIn(record, "type")) {
    case "session":
      return rowsOf({ ...place, kind: "began", model: null });
    case "words":
      return rowsOf({ ...place, kind: "said", text: textIn(record, "text") ?? "", joins: true });
    case "tool": {
      const [id, name] = [textIn(record, "id") ?? place.key, textIn(record, "tool") ?? "A tool"];
      return rowsOf({ ...place, kind: "call", id, name, input: record.input, result: null });
    }
    case "tool_over": {
      const result = { content: textIn(record, "output") ?? "", failed: record.failed === true };
      return { rows: [], results: [{ callId: textIn(record, "id") ?? "", result, call: null }] };
    }
    case "result": {
      const cost = numberIn(recordAt(record, "usage"), "cost");
      const summary = { ...noSummary, costMicros: cost === null ? null : Math.round(cost * 1_000_000) };
      const failed = record.ok !== true;
      return rowsOf({ ...place, kind: "over", failed, text: textIn(record, "text"), summary });
    }
    case "spent":
    case "refused":
      return nothing;
    default:
      return null;
  }
};
