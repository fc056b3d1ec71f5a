import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { systemClock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import type { TriggersOptions } from "../options.ts";
import { aTriggersModule } from "../triggers.testing.ts";
import { Watches } from "./watches.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "system", correlationId: "c" };

/** A trigger on the files of a real folder. */
async function watching(more: object = {}) {
  const module = await aTriggersModule(db);
  const folder = join(module.folder, "shop");
  await mkdir(join(folder, "src"), { recursive: true });
  const { hostId } = module.options.places;
  const project = async () => ({ hostId: hostId(), name: "Shop", path: folder });
  const options = { ...module.options, clock: systemClock, places: { hostId, project } };
  const given = { kind: "watch" as const, projectId: newId(), paths: ["**"], debounceSeconds: 1 };
  const { id } = await module.trigger({ ...given, ...more });
  onTestFinished(() => module.triggers.remove(id, by));
  const started = (many: number) =>
    until(
      () => (module.starts.size >= many ? [...module.starts.values()] : undefined),
      async () => `${module.starts.size} starts, ${JSON.stringify(await firings())}`,
    );
  const firings = async () => (await module.triggers.firings(id, { limit: 50 })).items;
  const fault = async () =>
    (await module.triggers.list({ limit: 50, botId: module.bot.id })).items.find((one) => one.id === id)
      ?.fault ?? null;
  const write = (path: string, text = "x") => writeFile(join(folder, path), text);
  return { ...module, options, folder, id, started, firings, fault, write };
}

/** A node that watches by now, and goes round until it is stopped. */
async function aNode(options: TriggersOptions, watches = new Watches(options)) {
  const stopping = new AbortController();
  await watches.round();
  const going = (async () => {
    while (!stopping.signal.aborted) await options.bells.watches.wait(await watches.round(), stopping.signal);
    await watches.close();
  })();
  const stop = () => {
    stopping.abort();
    return going;
  };
  onTestFinished(stop);
  return { stop };
}

const watcherOf = async (id: string) => {
  const { rows } = await db.pool.query("select watcher from triggers where id = $1", [id]);
  return z.array(z.object({ watcher: z.string().nullable() })).parse(rows)[0]?.watcher;
};

test("files that change together begin a bot once, with their paths, and those that nobody asks for do not", async () => {
  const { options, started, firings, write, folder, id } = await watching({
    ...{ paths: ["src/**/*.ts"], values: { title: "join(' ', paths)" } },
  });
  await aNode(options);
  await mkdir(join(folder, "src/deep/deeper"), { recursive: true });
  await mkdir(join(folder, "src/node_modules"));
  await write("src/a.ts");
  await write("src/deep/deeper/b.ts");
  await write("src/node_modules/c.ts");
  await write("d.ts");
  const [start] = await started(1);
  expect(start).toMatchObject({ values: { title: "src/a.ts src/deep/deeper/b.ts" }, target: null });
  const items = await until(
    async () => ((await firings()).length > 0 ? firings() : undefined),
    () => "no firing",
  );
  expect(items).toMatchObject([{ kind: "watch", outcome: "started", reason: "2 files of Shop changed" }]);
  expect(id).toBe(items[0]?.triggerId);
});

test("a folder that went and came back is watched on, and meanwhile that is told", async () => {
  const { options, started, fault, write, folder } = await watching({ values: { title: "paths[0]" } });
  await aNode(options);
  await rename(folder, `${folder}-away`);
  await until(
    async () => ((await fault())?.includes("is not there") ? true : undefined),
    async () => `${await fault()}`,
  );
  await rename(`${folder}-away`, folder);
  await until(
    async () => ((await fault()) === null ? true : undefined),
    async () => `${await fault()}`,
  );
  await write("src/again.ts");
  expect(await started(1)).toMatchObject([{ values: { title: "src/again.ts" } }]);
});

test("a folder below that is made anew is watched as the one before it was", async () => {
  const { options, started, write, folder } = await watching({ values: { title: "join(' ', paths)" } });
  await aNode(options);
  await rm(join(folder, "src"), { recursive: true });
  await mkdir(join(folder, "src"));
  await write("src/one.ts");
  expect(await started(1)).toMatchObject([{ values: { title: expect.stringContaining("src/one.ts") } }]);
  await write("src/one.ts", "more");
  expect(await started(2)).toHaveLength(2);
});

test("of two nodes of one machine one watches, and the other goes on where that stops", async () => {
  const { options, started, starts, write, id } = await watching();
  const first = await aNode(options);
  const second = new Watches(options);
  await second.round();
  await write("src/a.ts");
  await started(1);
  await first.stop();
  expect(await watcherOf(id)).toBeNull();
  await until(
    async () => {
      await second.round();
      return (await watcherOf(id)) === null ? undefined : true;
    },
    () => "nobody watches it",
  );
  await aNode(options, second);
  await write("src/b.ts");
  await started(2);
  expect(starts.size).toBe(2);
});

test("a node of another machine does not watch", async () => {
  const { options, id } = await watching();
  const watches = new Watches({ ...options, places: { ...options.places, hostId: () => newId() } });
  await watches.round();
  expect(await watcherOf(id)).toBeNull();
});

test("what is beyond the bounds is told in words", async () => {
  const { options, fault, folder } = await watching();
  await mkdir(join(folder, "a/b/c"), { recursive: true });
  const narrow = new Watches(options, { triggers: 50, folders: 3 });
  await narrow.round();
  expect(await fault()).toBe("It has more than 3 folders: watch a smaller project");
  await narrow.close();
  const few = new Watches(options, { triggers: 0, folders: 10 });
  await few.round();
  expect(await fault()).toBe("This machine watches 0 triggers already");
  await few.close();
});
