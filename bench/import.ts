/**
 * How fast the sessions of before are imported and committed:
 * `[SIGNALBOX_TEST_DATABASE_URL=…] node bench/import.ts [megabytes]`.
 */
import { createWriteStream, mkdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { newId } from "../apps/server/src/kernel/ids.ts";
import { importSessions } from "../apps/server/src/modules/agents/imports/import-sessions.ts";
import { Places } from "../apps/server/src/modules/agents/intake/places.ts";
import { testDatabase } from "../apps/server/src/platform/database/testing.ts";
import { silentLog } from "../apps/server/src/platform/events/testing.ts";
import { SqliteReader } from "../apps/server/src/platform/sqlite/sqlite-reader.ts";
import { seeded } from "../packages/testkit/src/seeded.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { longTranscript } from "./load/long-transcript.ts";
import { describeMachine, loadAverage } from "./load/machine.ts";
import { print, tableOf } from "./load/report.ts";

const megabytes = Number(process.argv[2] ?? 60);
const files = 10;
const hour = 3_600_000;
const loadBefore = loadAverage();
const folder = temporaryFolder("bench-import");
const project = join(folder, "projects", "-work");
mkdirSync(project, { recursive: true });
for (let file = 0; file < files; file += 1) {
  const path = join(project, `${file}.jsonl`);
  const lines = longTranscript(seeded(file + 1), (megabytes * 1024 * 1024) / files, Date.now() - 50 * hour);
  await pipeline(Readable.from(lines), createWriteStream(path));
  const written = new Date(Date.now() - hour);
  utimesSync(path, written, written);
}

const db = await testDatabase();
const hostId = newId();
const now = new Date();
const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
const here = () => ({ hostId, projectId: null, branch: null });
const places = new Places({ placeOf: here, nowhere: here, log: silentLog });
const nowhere = join(folder, "none");
const cliFolders = { claude: folder, codex: nowhere, gemini: nowhere, opencode: nowhere };

let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);

async function rateOf(): Promise<number> {
  const since = performance.now();
  const result = await importSessions(
    { db, places, stores: new SqliteReader(), hostId: () => hostId, now: () => new Date() },
    { days: 7, cliFolders, cliStores: {}, signal: new AbortController().signal, progress: async () => {} },
  );
  print(JSON.stringify(result));
  return result.bytes / 1024 / 1024 / ((performance.now() - since) / 1_000);
}

const before = process.memoryUsage().rss;
const first = await rateOf();
clearInterval(watch);
print(
  `${describeMachine()}; load average before ${loadBefore.toFixed(1)}, after ${loadAverage().toFixed(1)}`,
);
print(
  tableOf([
    { what: "first import, committed", value: first, unit: "MB/s", target: { atLeast: 5 } },
    { what: "memory while it goes on, beyond that before", value: (peak - before) / 1024 / 1024, unit: "MB" },
  ]),
);
await db.close();
removeFolder(folder);
