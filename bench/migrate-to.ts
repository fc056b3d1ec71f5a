/**
 * How long the move of a million events to a PostgreSQL server takes, and how much memory: `node bench/migrate-to.ts`.
 * Loading takes a minute or two.
 */
import { systemClock } from "../apps/server/src/kernel/clock.ts";
import { openDatabase } from "../apps/server/src/platform/database/open-database.ts";
import { preparedFolder } from "../apps/server/src/platform/database/testing.ts";
import { relocate } from "../apps/server/src/platform/relocation/relocate.ts";
import { runPostgres } from "../packages/testkit/src/postgres.ts";
import { removeFolder } from "../packages/testkit/src/temporary.ts";
import { loadEvents } from "./load/many-events.ts";
import { print } from "./load/report.ts";

const folder = await preparedFolder();
const loading = await openDatabase({ folder });
await loadEvents(loading);
await loading.close();

const server = await runPostgres({ fsync: "on" });
const began = performance.now();
let copied = 0;
let mostMemory = 0;
const done = await relocate({
  ...{ folder, url: server.url, clock: systemClock, signal: new AbortController().signal },
  tell(progress) {
    mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
    if (progress.step === "compare" && copied === 0) copied = performance.now();
  },
});
const ended = performance.now();
const seconds = (from: number, to: number) => ((to - from) / 1_000).toFixed(1);
print(
  `${done.moved?.rows} rows: ${seconds(began, copied)} s to copy, ${seconds(copied, ended)} s to compare`,
);
print(`${Math.round(mostMemory / 2 ** 20)} MB of memory at most, the engine's with it`);
await server.remove();
removeFolder(folder);
