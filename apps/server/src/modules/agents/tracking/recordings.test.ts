import { type Expectation, recordings } from "@signalbox/testkit/recordings";
import { seeded } from "@signalbox/testkit/seeded";
import { describe, expect, test } from "vitest";
import { type Ledger, ledger } from "./ledger.testing.ts";
import type { Tracked } from "./tracked.ts";
import { type Line, numbered, shuffled } from "./variants.testing.ts";

/** The final shape in the terms of the expectations. */
function shapeOf(book: Ledger): Expectation["agents"] {
  const sessions = [...book.lanes.values()].filter((agent) => agent.parentId === null);
  return sessions.map((agent) => ({
    sessionId: agent.sessionId,
    previousSessionId: sessions.find(({ id }) => id === agent.previousAgentId)?.sessionId ?? null,
    ended: agent.endedAt !== null,
    endReason: agent.endReason,
    state: agent.state,
    ...saidIn(book, agent),
    children: [...book.lanes.values()]
      .filter(({ parentId }) => parentId === agent.id)
      .map((child) => ({ agentType: child.agentType ?? "", ended: child.endedAt !== null })),
  }));
}

function saidIn(book: Ledger, { id }: Tracked) {
  const turns = book.turns.filter(({ agentId }) => agentId === id);
  const ofUser = turns.filter(({ actor }) => actor === "user");
  return {
    userTurns: ofUser.length,
    systemTurns: turns.filter(({ actor }) => actor === "system").length,
    commands: book.commands
      .filter(({ agentId }) => agentId === id)
      .map(({ source, state, outcome, errorClass }) => ({
        line: source ?? -1,
        state,
        outcome,
        ...(errorClass === null ? {} : { errorClass }),
      })),
    queuedButNeverStarted: ofUser.filter(({ commandId }) => commandId === null).map(({ source }) => source),
    questions: book.questions
      .filter(({ agentId }) => agentId === id)
      .map(({ source, kind, tool, state }) => ({ line: source, kind, tool, resolution: state })),
  };
}

function play(lines: readonly Line[]) {
  const book = ledger();
  const stateChanges: Expectation["stateChanges"] = [];
  const last = new Map<string, string>();
  for (const { payload, atMs, line } of lines) {
    book.hear(payload, atMs, line);
    const sessionId = String(payload.session_id);
    const state = book.agent(sessionId)?.state ?? "";
    if (state !== (last.get(sessionId) ?? "idle")) stateChanges.push({ line, sessionId, state });
    last.set(sessionId, state);
  }
  return { shape: shapeOf(book), stateChanges };
}

describe.each(recordings())("the recording $name", ({ lines, expected }) => {
  const inOrder = numbered(lines);

  test("gives the expected agents, commands, questions and states in order", () => {
    const { shape, stateChanges } = play(inOrder);
    expect(shape).toEqual(expected.agents);
    expect(stateChanges).toEqual(expected.stateChanges);
  });

  test("gives the same when each line comes twice, back to back", () => {
    const { shape, stateChanges } = play(inOrder.flatMap((line) => [line, line]));
    expect(shape).toEqual(expected.agents);
    expect(stateChanges).toEqual(expected.stateChanges);
  });

  test("gives the same final shape when lines between anchors are shuffled within 200 ms", () => {
    for (let seed = 1; seed <= 40; seed++) {
      expect(play(shuffled(inOrder, seeded(seed))).shape, `seed ${seed}`).toEqual(expected.agents);
    }
  });

  test("gives the same final shape when every line comes at the same instant", () => {
    expect(play(inOrder.map((line) => ({ ...line, atMs: 0 }))).shape).toEqual(expected.agents);
  });
});
