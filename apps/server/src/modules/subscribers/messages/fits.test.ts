import { expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { belongingOf, hears, isOf } from "./fits.ts";

const event = {
  ...{
    position: "1",
    id: newId(),
    type: "outcome.completed",
    at: "2026-12-01T00:00:00.000Z",
    actor: "system",
  },
  ...{ projectId: null, agentId: null, commandId: null, turnId: null, correlationId: "c", causationId: null },
  ...{ subject: { kind: "execution", id: "e" }, version: 1, data: {} },
};

test.each([
  ["*", true],
  ["outcome.completed", true],
  ["outcome.*", true],
  ["outcome.failed", false],
  ["out.*", false],
])("%s: a completed outcome is heard: %s", (type, isHeard) => {
  expect(hears({ types: [type] }, event.type)).toBe(isHeard);
});

test("an event is of the bot that it tells of, and of the bot that it is about", () => {
  expect(belongingOf({ ...event, data: { botId: "b" } })).toMatchObject({ botId: "b" });
  expect(belongingOf({ ...event, subject: { kind: "bot", id: "b" } })).toMatchObject({ botId: "b" });
  expect(belongingOf(event)).toEqual({ botId: null, projectId: null });
});

test("who asks for one project or bot gets nothing of others, nor what is of none", () => {
  const wanted = { types: ["*"], project_id: "p", bot_id: null };
  expect(isOf(wanted, { projectId: "p", botId: null })).toBe(true);
  for (const projectId of [null, "q"]) expect(isOf(wanted, { projectId, botId: null })).toBe(false);
});
