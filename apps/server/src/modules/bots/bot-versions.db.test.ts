import { BotContent } from "@signalbox/contract/bots";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { nothingAround } from "./around.ts";
import { createBotVersionsService } from "./bot-versions.service.ts";
import { createBotsService } from "./bots.service.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const ada = { actor: "sign_in:1", correlationId: newId(), name: "Ada" };
const ben = { actor: "sign_in:2", correlationId: newId(), name: "Ben" };
const content = (some: object) => BotContent.parse({ name: "Triage", prompt: "Look", ...some });
const nothingRuns = () => Promise.reject(new Error("nothing is started here"));

/** Bots, and their past. */
function someBots() {
  const events = createEventLog({ db, log: pino({ level: "silent" }) });
  const bots = createBotsService({
    ...{ db, events, clock: { now: () => new Date() }, audit: { record: async () => {} } },
    executions: {
      queue: nothingRuns,
      startedBy: async () => null,
    },
    project: async () => ({ remote: null }),
    lookAround: async () => nothingAround,
  });
  return { bots, versions: createBotVersionsService(db, bots) };
}

/** One that was made by Ada, and written twice more by Ben. */
async function aBot() {
  const { bots, versions } = someBots();
  const { id } = await bots.make(content({}), ada);
  await bots.change(id, { version: 1, content: content({ prompt: "Look again" }), enabled: true }, ben);
  await bots.change(id, { version: 2, content: content({ prompt: "Look once more" }), enabled: false }, ben);
  return { bots, versions, id };
}

test("every version of a bot is kept, the newest first and page by page, with who wrote it", async () => {
  const { versions, id } = await aBot();
  const first = await versions.list(id, { limit: 2 });
  const second = await versions.list(id, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect([...first.items, ...second.items]).toMatchObject([
    { version: 3, content: { prompt: "Look once more" }, enabled: false, by: "Ben" },
    { version: 2, content: { prompt: "Look again" }, enabled: true, by: "Ben" },
    { version: 1, content: { prompt: "Look" }, enabled: true, by: "Ada" },
  ]);
  expect(second.nextCursor).toBeNull();
  expect(await versions.get(id, 2)).toMatchObject({ version: 2, by: "Ben" });
});

test("an earlier version is written as the next one, and leaves switched off what is off", async () => {
  const { bots, versions, id } = await aBot();
  const back = await versions.rollBack(id, { to: 1, version: 3 }, ada);
  expect(back).toMatchObject({ version: 4, content: { prompt: "Look" }, enabled: false });
  expect(await bots.get(id)).toEqual(back);
  expect((await versions.list(id, { limit: 1 })).items).toMatchObject([{ version: 4, by: "Ada" }]);
});

test("nobody goes back over a change that they did not see", async () => {
  const { bots, versions, id } = await aBot();
  const refused = versions.rollBack(id, { to: 1, version: 2 }, ada);
  await expect(refused).rejects.toMatchObject({ code: "bots.stale" });
  expect(await bots.get(id)).toMatchObject({ version: 3 });
});

test("there is no way back to a version that never was, nor of no bot", async () => {
  const { versions, id } = await aBot();
  const never = versions.rollBack(id, { to: 9, version: 3 }, ada);
  await expect(never).rejects.toMatchObject({ code: "bots.version_not_found" });
  await expect(versions.list(newId(), { limit: 1 })).rejects.toMatchObject({ code: "bots.not_found" });
  await expect(versions.get(newId(), 1)).rejects.toMatchObject({ code: "bots.not_found" });
});
