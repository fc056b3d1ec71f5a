import type { Question } from "@signalbox/contract/agents";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { expect, test } from "vitest";
import type { PaneKeys } from "../../platform/tmux/pane-keys.ts";
import { keysChannel } from "./keys-channel.ts";

const planned: Question = {
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, kind: "plan", state: "open", version: 1 },
  ...{ tool: null, text: "Paint it", input: null, parts: [], plan: "# Paint it", terminalOnly: true },
  ...{ answerId: null, callTurnId: null, at: "2026-01-01T00:00:00.000Z", closedAt: null },
};

const asksForPlan = `• Proposed Plan


  # Paint it


  Implement this plan?


› 1. Yes, implement this plan          Switch to Default and start coding
  2. Yes, clear context and implement  Fresh thread with this plan
  3. No, stay in Plan mode             Continue planning with the model

  enter select · esc back
`;

/** Codex in a terminal that asks for its plan, and goes on showing it whatever is pressed. */
function codexThatStands() {
  const pressed: string[] = [];
  const keys: PaneKeys = {
    screen: async () => asksForPlan,
    drawn: async () => asksForPlan,
    type: async () => {},
    paste: async () => {},
    press: async (...names) => void pressed.push(...names),
  };
  const channel = keysChannel({
    agents: { backendOf: async () => "codex", lastPrompt: async () => null, lastSaid: async () => null },
    panes: { of: () => ({ use: (act) => act(keys) }) },
    clock: fixedClock("2026-01-01T01:00:00.000Z"),
  });
  return { channel, pressed };
}

test("a No to a plan whose dialog is not seen to go ends the turn all the same: no hook tells what became of it", async () => {
  const { channel, pressed } = codexThatStands();
  expect(await channel.deliver(planned, { kind: "deny" })).toEqual({
    arrived: true,
    problem: expect.stringContaining("shows the dialog still"),
    ends: true,
  });
  expect(pressed).toEqual(["3"]);
});

test("behind a Yes to it its agent goes on", async () => {
  const { channel } = codexThatStands();
  const sent = await channel.deliver(planned, { kind: "allow", mode: "manual" });
  expect(sent).toMatchObject({ arrived: true });
  expect(sent).not.toHaveProperty("ends");
});
