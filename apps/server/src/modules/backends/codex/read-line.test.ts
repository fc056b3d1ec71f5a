import { expect, test } from "vitest";
import { codexTranscript } from "./read-line.ts";

test("a rollout tells of which session it was forked", () => {
  const reader = codexTranscript.open("/rollout-2.jsonl", null);
  const told = reader.read({
    timestamp: "2026-11-30T04:12:41.961Z",
    type: "session_meta",
    payload: { id: "two", session_id: "two", forked_from_id: "one", cwd: "/w" },
  });
  expect(told).toMatchObject([{ sessionId: "two", observation: { kind: "forked", from: "one" } }]);
});
