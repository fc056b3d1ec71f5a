import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../../../kernel/errors.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { account, aWorld, done } from "../attempts/attempts.testing.ts";
import type { ExecutionsOptions } from "../options.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "user", name: "Ada", correlationId: "c" } as const;
const init = `echo '${JSON.stringify({ type: "system", subtype: "init", session_id: "the-session" })}'`;

/** One that is over and had a session. */
async function aSession(around: Partial<Pick<ExecutionsOptions, "refuseDisabled">> = {}) {
  const world = await aWorld(db, [{ id: account("1") }], around);
  const first = await world.queue({ prompt: `${init}; ${done}` });
  await world.over(first.id);
  const resume = (key: string) => world.service.resume(first.id, { key, prompt: "And now?" }, by);
  return { ...world, first, resume };
}

test("asked twice at once with the same key, one goes on, and both are told of it", async () => {
  const { resume, first } = await aSession();
  const [one, other] = await Promise.all([resume(`twice ${first.id}`), resume(`twice ${first.id}`)]);
  expect(other.id).toBe(one.id);
});

test("of two that want to go on at once, one does", async () => {
  const { resume, first } = await aSession();
  const asked = await Promise.allSettled(["a", "b"].map((key) => resume(`${key} ${first.id}`)));
  expect(asked.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("the next prompt alone is not begun again as if nothing had been said before", async () => {
  const { resume, first, service } = await aSession();
  const { id } = await resume(`next ${first.id}`);
  await service.cancel(id, by);
  expect((await service.replay([id], by)).items).toMatchObject([
    { replay: null, problem: expect.stringContaining("session") },
  ]);
});

test("what is of a bot that is switched off is neither gone on with nor run again", async () => {
  const refuseDisabled = async () => {
    throw new AppError("conflict", "bots.disabled", "It is switched off");
  };
  const { resume, first, service } = await aSession({ refuseDisabled });
  await expect(resume(`off ${first.id}`)).rejects.toMatchObject({ code: "bots.disabled" });
  expect((await service.replay([first.id], by)).items).toMatchObject([
    { replay: null, problem: "It is switched off" },
  ]);
});
