import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { createPersonasService } from "./personas.service.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "sign_in:1", correlationId: newId() };

/** Personas, and what the audit was told. */
function somePersonas() {
  const told: { action: string; detail: unknown }[] = [];
  const audit = {
    record: async (_tx: unknown, { action, detail }: { action: string; detail?: unknown }) =>
      void told.push({ action, detail }),
  };
  const events = createEventLog({ db, log: pino({ level: "silent" }) });
  const service = createPersonasService({ db, events, audit, clock: { now: () => new Date() } });
  const made = (name: string, role: string) => service.make({ name, role, description: "", skill: "" }, by);
  return { service, told, made };
}

test("personas of one role and name get numbers of their own, also at the same moment", async () => {
  const { made } = somePersonas();
  const slugs = await Promise.all(Array.from({ length: 5 }, async () => (await made("Con", "tester")).slug));
  expect(slugs.sort()).toEqual([1, 2, 3, 4, 5].map((number) => `tester-con-${number}`));
});

test("a persona's name, skill and status change; its slug and its role stay, and what changed is on record", async () => {
  const { service, told, made } = somePersonas();
  const { id, slug } = await made("Robbie", "architect");
  const changed = await service.change(id, { name: "Rob", skill: "Think first.", status: "archived" }, by);
  expect(changed).toMatchObject({ slug, role: "architect", name: "Rob", skill: "Think first." });
  expect(await service.get(id)).toMatchObject({ status: "archived" });
  expect(told).toEqual([
    { action: "persona.created", detail: { slug } },
    { action: "persona.updated", detail: { changed: ["name", "skill", "status"] } },
  ]);
  await service.change(id, { name: "Rob" }, by);
  expect(told).toHaveLength(2);
  await expect(service.change(newId(), { name: "Nobody" }, by)).rejects.toThrow("No persona");
});

test("the list goes by name whatever the case, page by page, each once", async () => {
  const { service, made } = somePersonas();
  for (const name of ["zoe", "Yan", "yan", "Xi"]) await made(name, "lister");
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await service.list({ limit: 2, cursor });
    seen.push(...page.items.filter(({ role }) => role === "lister").map(({ name }) => name));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen.map((name) => name.toLowerCase())).toEqual(["xi", "yan", "yan", "zoe"]);
  const archived = await service.list({ limit: 200, status: "archived" });
  expect(archived.items.every(({ status }) => status === "archived")).toBe(true);
});
