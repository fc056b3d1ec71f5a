import { listHookHealth, listParkedSignals } from "@signalbox/contract/signals";
import { hookSession } from "@signalbox/testkit/hook-session";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { testDatabase } from "../../../platform/database/testing.ts";
import { aBox } from "../testing.ts";

let box: Awaited<ReturnType<typeof aBox>>;
beforeAll(async () => {
  box = await aBox(await testDatabase());
});
afterAll(async () => {
  await box.stop();
  await box.db.close();
});

const parked = async () => (await box.read("/api/signals/parked", listParkedSignals.replies[200])).items;

/** A signal as it is kept when it could not be applied. */
const park = async (payload: unknown): Promise<string> => {
  const id = newId();
  await box.db.pool.query(
    `insert into agents_signals (id, backend, identity, event, received_at, error, payload, correlation_id)
     values ($1, 'claude', $2, 'UserPromptSubmit', now(), 'It would not fit', $3, 'c')`,
    [id, `kept:${id}`, JSON.stringify(payload)],
  );
  return id;
};

test("a parked signal is applied once its reason is gone, and no longer parked", async () => {
  const sessionId = newId();
  const id = await park(hookSession({ sessionId }).prompted("p1", "At last"));
  expect(await parked()).toEqual([expect.objectContaining({ id, error: "It would not fit" })]);
  expect((await box.ask(`/api/signals/${id}/apply`, "POST")).status).toBe(204);
  expect(await parked()).toEqual([]);
  expect((await box.ask("/api/agents")).text).toContain(sessionId);
  expect(box.audited).toEqual([
    expect.objectContaining({ action: "signal.applied", subject: { kind: "signal", id } }),
  ]);
  expect((await box.ask(`/api/signals/${id}/apply`, "POST")).status).toBe(404);
});

test("one that can't be read stays until it is discarded", async () => {
  const id = await park({ nothing: "of use" });
  const answer = await box.ask(`/api/signals/${id}/apply`, "POST");
  expect([answer.status, answer.json()]).toEqual([
    400,
    expect.objectContaining({ code: "signals.malformed" }),
  ]);
  expect(await parked()).toHaveLength(1);
  expect((await box.ask(`/api/signals/${id}`, "DELETE")).status).toBe(204);
  expect(await parked()).toEqual([]);
  expect(box.audited.at(-1)).toMatchObject({ action: "signal.discarded" });
});

test("hooks that are turned away are remembered with why", async () => {
  expect((await box.ask("/hooks/copilot", "POST", {})).status).toBe(404);
  const { refused } = await box.read("/api/hook-health", listHookHealth.replies[200]);
  expect(refused[0]).toMatchObject({ backend: "copilot", code: "signals.unknown_backend" });
});
