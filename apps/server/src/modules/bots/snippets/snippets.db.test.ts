import { BotContent } from "@signalbox/contract/bots";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { nothingAround } from "../around.ts";
import { createBotsService } from "../bots.service.ts";
import { createSnippetsService } from "./snippets.service.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const ada = { actor: "sign_in:1", correlationId: newId(), name: "Ada" };
const nothingRuns = () => Promise.reject(new Error("nothing is started here"));
const clock = { now: () => new Date() };

async function somewhere() {
  await db.pool.query("delete from bots_snippets");
  const shared = {
    ...{ db, clock, events: createEventLog({ db, log: pino({ level: "silent" }) }) },
    audit: { record: async () => {} },
  };
  const bots = createBotsService({
    ...{ ...shared, project: async () => ({ remote: null }), lookAround: async () => nothingAround },
    executions: { queue: nothingRuns, startedBy: async () => null },
  });
  const snippets = createSnippetsService(shared);
  const write = (name: string, text: string, version = 0) => snippets.write(name, { version, text }, ada);
  const make = (name: string, prompt: string) => bots.make(BotContent.parse({ name, prompt }), ada);
  return { bots, snippets, write, make };
}

test("a bot may render a snippet once there is one, and is told of as its user, also through another one", async () => {
  const { write, make, snippets } = await somewhere();
  const prompt = 'Go. {% render "sign" %}';
  await expect(make("Signing", prompt)).rejects.toThrow('"sign", which is no snippet');
  await write("tone", "Be {{ how }}.");
  await write("sign", '{% render "tone", how: "kind" %} Yours');
  const { id } = await make("Signing", prompt);
  const { items } = await snippets.list({ limit: 10 });
  expect(items).toMatchObject([
    { name: "sign", asks: [], usedBy: [{ id, name: "Signing" }] },
    { name: "tone", asks: ["how"], usedBy: [{ id, name: "Signing" }], by: "Ada", version: 1 },
  ]);
  const first = await snippets.list({ limit: 1 });
  expect((await snippets.list({ limit: 1, cursor: first.nextCursor ?? undefined })).items).toEqual([
    items[1],
  ]);
});

test("what would break a bot or another snippet is refused, and says which", async () => {
  const { write, make, snippets } = await somewhere();
  await write("tone", "Be brief.");
  await write("sign", '{% render "tone" %}');
  await make("Breaking", 'Go. {% render "sign" %}');
  const breaks = { code: "bots.snippet_breaks" };
  const refused = write("tone", "Be {{ how }}.", 1);
  await expect(refused).rejects.toMatchObject(breaks);
  await expect(refused).rejects.toThrow(/the bot "Breaking".*the snippet "sign"/);
  await expect(snippets.remove("tone", 1, ada)).rejects.toMatchObject(breaks);
  await write("tone", "Be kind.", 1);
});

test("one that can't be read, is written over a change that nobody saw, or renders itself is refused", async () => {
  const { write, snippets } = await somewhere();
  await expect(write("a", "{% if %}")).rejects.toMatchObject({ code: "bots.template_invalid" });
  await expect(write("a", '{% render "a" %}')).rejects.toMatchObject({ code: "bots.template_invalid" });
  await write("a", "One");
  await write("b", '{% render "a" %}');
  await expect(write("a", '{% render "b" %}', 1)).rejects.toMatchObject({ code: "bots.template_invalid" });
  await expect(write("a", "Two")).rejects.toMatchObject({ code: "bots.snippet_stale" });
  await write("a", "Two", 1);
  await expect(write("a", "Three", 1)).rejects.toMatchObject({ code: "bots.snippet_stale" });
  await write("b", "Alone", 1);
  await expect(snippets.remove("a", 1, ada)).rejects.toMatchObject({ code: "bots.snippet_stale" });
  await snippets.remove("a", 2, ada);
  await expect(snippets.remove("a", 2, ada)).rejects.toMatchObject({ code: "bots.snippet_not_found" });
});
