import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aLog } from "../../../platform/events/testing.ts";
import { createHookFolder } from "../hook-folder.ts";
import { createHooksService } from "../hooks.service.ts";
import { supportedClis } from "../supported-clis.ts";
import { createHookHealth } from "./health.service.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
});
afterAll(async () => {
  await log.stop();
  await db.close();
});

/** How hooks are, on a machine whose program path may fall asleep. */
function aMachine() {
  const home = temporaryFolder("hook-health");
  onTestFinished(() => removeFolder(home));
  const folder = createHookFolder(join(home, "state"));
  const cliFolders = { claude: home, codex: home, gemini: home, opencode: home };
  const machine = { awake: Promise.resolve(), searches: 0, time: Date.parse("2026-01-01T00:00:00Z") };
  const clock = { now: () => new Date(machine.time) };
  const clis = supportedClis(cliFolders, folder);
  const hooks = createHooksService({
    ...{ folder, clis, db, events: log, clock },
    audit: async () => {},
    hearing: { lastHeard: async () => null },
    programs: {
      find: async () => {
        machine.searches += 1;
        await machine.awake;
        return null;
      },
      run: () => Promise.reject(new Error("nothing is run")),
    },
  });
  const health = createHookHealth({ db, clock, hooks, hears: true });
  return { machine, health, perLook: clis.length };
}

test("however many ask how hooks are within some seconds, each CLI is looked at once", async () => {
  const { machine, health, perLook } = aMachine();
  await Promise.all(Array.from({ length: 20 }, () => health.now()));
  expect(await health.now()).toHaveLength(perLook);
  expect(machine.searches).toBe(perLook);
});

test("where files do not answer, what the last check found is told, and none is looked at again until they do", async () => {
  const { machine, health, perLook } = aMachine();
  const checked = await health.check();
  const asleep = Promise.withResolvers<void>();
  machine.awake = asleep.promise;
  machine.searches = 0;
  machine.time += 60_000;
  const since = performance.now();
  const [told] = await Promise.all([health.now(), health.now()]);
  expect(performance.now() - since).toBeLessThan(2_000);
  const again = performance.now();
  expect(await health.now()).toEqual(told);
  expect(performance.now() - again).toBeLessThan(1_000);
  expect(told.map(({ checkedAt }) => checkedAt)).toEqual(checked.map(({ checkedAt }) => checkedAt));
  expect(machine.searches).toBe(perLook);
  asleep.resolve();
  await expect.poll(async () => (await health.now())[0]?.checkedAt).toEqual(new Date("2026-01-01T00:01:00Z"));
});

test("a check that does not come back is the one that all later ones wait for", async () => {
  const { machine, health, perLook } = aMachine();
  const asleep = Promise.withResolvers<void>();
  machine.awake = asleep.promise;
  const checks = [health.check(), health.check(), health.check()];
  asleep.resolve();
  await Promise.all(checks);
  expect(machine.searches).toBe(perLook);
  await health.check();
  expect(machine.searches).toBe(2 * perLook);
});
