import { getEventChain } from "@signalbox/contract/event-history";
import { hookSession } from "@signalbox/testkit/hook-session";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { testDatabase } from "../../../platform/database/testing.ts";
import { aNote } from "../../../platform/events/testing.ts";
import { aBox } from "../testing.ts";

let box: Awaited<ReturnType<typeof aBox>>;
beforeAll(async () => {
  box = await aBox(await testDatabase());
});
afterAll(async () => {
  await box.stop();
  await box.db.close();
});

const chain = (correlationId: string) =>
  box.read(`/api/event-chains/${correlationId}`, getEventChain.replies[200]);

test("a hook's chain is all that it led to, with the signal that it was", async () => {
  await box.hear(hookSession({ sessionId: newId() }).prompted("p1", "Begin"));
  const [newest] = await box.log.read((await box.newest()) - 1n, {}, 1);
  const { events, signals, causes, truncated } = await chain(newest?.correlationId ?? "");
  expect(events.map(({ type }) => type)).toContain("command.opened");
  expect(signals).toEqual([expect.objectContaining({ event: "UserPromptSubmit", backend: "claude" })]);
  expect(new Set(events.map(({ causationId }) => causationId))).toEqual(new Set([signals[0]?.id]));
  expect([causes, truncated]).toEqual([[], false]);
});

test("what led to a chain is followed back through other chains", async () => {
  const [first, second, third] = [aNote("first"), aNote("second"), aNote("third")];
  const caused = { ...second, causationId: first.id };
  const last = { ...third, causationId: second.id };
  await box.db.transaction(async (tx) => box.log.append(tx, first, caused, last));
  const { events, causes } = await chain(third.correlationId);
  expect([causes, events].map((list) => list.map(({ id }) => id))).toEqual([
    [first.id, second.id],
    [third.id],
  ]);
});

test("a chain of which nothing is kept is told", async () => {
  const answer = await box.ask("/api/event-chains/nobody");
  expect([answer.status, answer.json()]).toEqual([
    404,
    expect.objectContaining({ code: "events.chain_not_found" }),
  ]);
});
