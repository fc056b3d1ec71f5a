import type { AttentionItem } from "@signalbox/contract/attention";
import { expect, test } from "vitest";
import { alikeOf } from "./alike.ts";

const at = "2026-11-21T12:00:00.000Z";

const asks = (
  id: string,
  tool: string,
  command: string,
  more: Partial<AttentionItem> = {},
): AttentionItem => ({
  ...{ id, kind: "permission", agentId: `agent-${id}`, agentTitle: null, backend: "claude", projectId: null },
  ...{ projectName: null, text: command, options: [], since: at, reason: "" },
  way: { way: "held_hook", canRemember: false, takesWords: true },
  question: {
    ...{ id, agentId: `agent-${id}`, commandId: null, turnId: null, kind: "permission", state: "open" },
    ...{ version: 1, tool, text: command, input: { command }, parts: [], plan: null, terminalOnly: false },
    ...{ answerId: null, callTurnId: null, at, closedAt: null },
  },
  ...more,
});

const first = asks("1", "Bash", "npm test");

test("alike are permissions for the same tool that can be answered here, the very same ones first", () => {
  const others = [
    asks("2", "Bash", "npm run build"),
    asks("3", "Bash", "npm test"),
    asks("4", "Edit", "npm test"),
    asks("5", "Bash", "npm test", { way: null }),
    asks("6", "Bash", "npm test", { kind: "options" }),
  ];
  expect(alikeOf(first, [first, ...others]).map(({ id }) => id)).toEqual(["3", "2"]);
});

test("nothing is like what can't be answered here", () => {
  const closed = { ...first, way: null };
  expect(alikeOf(closed, [closed, asks("2", "Bash", "npm test")])).toEqual([]);
});
