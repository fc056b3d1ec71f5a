/** How fast a known transcript is read anew, without a database: `node bench/reread.ts [megabytes]`. */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { layoutOf } from "../apps/server/src/modules/agents/transcripts/layout.ts";
import { SessionTranscripts } from "../apps/server/src/modules/agents/transcripts/session-transcripts.ts";
import { claudeTranscript } from "../apps/server/src/modules/backends/claude/read-line.ts";
import { SqliteReader } from "../apps/server/src/platform/sqlite/sqlite-reader.ts";
import { seeded } from "../packages/testkit/src/seeded.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { longTranscript } from "./load/long-transcript.ts";
import { describeMachine, loadAverage } from "./load/machine.ts";
import { print, tableOf } from "./load/report.ts";

const megabytes = Number(process.argv[2] ?? 200);
const loadBefore = loadAverage();
const folder = temporaryFolder("bench-reread");
const path = join(folder, "session.jsonl");
const lines = longTranscript(seeded(1), megabytes * 1024 * 1024, Date.now() - 3_600_000);
await pipeline(Readable.from(lines), createWriteStream(path));

const layout = layoutOf(claudeTranscript, path, { stores: new SqliteReader() });
if (layout === null) throw new Error("no such transcript");
const transcripts = new SessionTranscripts({
  ...{ sessionId: "", layout, path, from: new Map() },
});
const since = performance.now();
const before = process.memoryUsage().rss;
let peak = 0;
let signals = 0;
for (let more = true; more; ) {
  const told = await transcripts.read(performance.now());
  told.settle();
  signals += told.signals.length;
  more = told.more;
  peak = Math.max(peak, process.memoryUsage().rss);
}
const rate = megabytes / ((performance.now() - since) / 1_000);
print(`${signals} signals; ${describeMachine()}`);
print(`Load average before ${loadBefore.toFixed(1)}, after ${loadAverage().toFixed(1)}`);
print(
  tableOf([
    { what: "a known transcript, read anew", value: rate, unit: "MB/s", target: { atLeast: 30 } },
    { what: "memory beyond that before", value: (peak - before) / 1024 / 1024, unit: "MB" },
  ]),
);
removeFolder(folder);
