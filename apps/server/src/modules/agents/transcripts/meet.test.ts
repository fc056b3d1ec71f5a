import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { createPatientReads, type PatientReads } from "../../../platform/files/patient-reads.ts";
import { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { hear } from "../intake/receive-hook.ts";
import { TranscriptFollower } from "./follower.ts";
import type { ReadTo } from "./transcript.ts";
import type { StoredTranscript } from "./transcripts.repository.ts";

const session = { backend: "claude", sessionId: "s" } as const;

/** A transcript of 3,000 lines in a folder that does not answer before `comeBack`. */
function aSleepingTranscript(before?: ReadTo) {
  const folder = temporaryFolder("meet");
  const path = join(folder, "s.jsonl");
  const line = (n: number) =>
    `${JSON.stringify({
      ...{ type: "assistant", uuid: `u${n}`, sessionId: "s", cwd: folder },
      timestamp: new Date(1_700_000_000_000 + n * 1_000).toISOString(),
      message: {
        id: `m${n}`,
        role: "assistant",
        content: [{ type: "tool_use", id: `t${n}`, name: "Read", input: { file_path: "x".repeat(400) } }],
      },
    })}\n`;
  writeFileSync(path, Array.from({ length: 3_000 }, (_, n) => line(n)).join(""));
  const awake = Promise.withResolvers<void>();
  const patient = createPatientReads({ longestMs: 50, mounts: async () => [] });
  const reads: PatientReads = {
    hung: patient.hung,
    of: (at, read) => patient.of(at, () => awake.promise.then(read)),
  };
  const comeBack = async () => {
    awake.resolve();
    await expect.poll(() => patient.hung().size).toBe(0);
  };
  let nudges = 0;
  let seen = 0;
  /** One more turn was asked for. */
  const nudged = async () => {
    await expect.poll(() => nudges, { timeout: 10_000 }).toBeGreaterThan(seen);
    seen = nudges;
  };
  const stored: StoredTranscript[] = [];
  const follower = new TranscriptFollower({
    log: pino({ level: "silent" }),
    live: async () => [{ ...session, path }],
    nudge: async () => {
      nudges += 1;
    },
    readTo: async () => new Map(before === undefined ? [] : [[path, before]]),
    store: async (_, files) => void stored.push(...files),
    stores: new SqliteReader(),
    reads,
  });
  onTestFinished(async () => {
    awake.resolve();
    await follower.stop();
    removeFolder(folder);
  });
  const hook = async () => {
    const body = { session_id: "s", transcript_path: path, cwd: folder, hook_event_name: "SessionStart" };
    const heard = hear(
      { backend: "claude", body: Buffer.from(JSON.stringify(body)), headers: {}, correlationId: "c" },
      { now: () => new Date() },
    );
    if (heard.signal !== null) await follower.meet(heard.signal);
  };
  const told = async () => {
    for (let count = 0; ; ) {
      const read = await follower.read(session);
      if (read === null) return null;
      read.settle();
      count += read.signals.length;
      if (!read.more) return count;
    }
  };
  return {
    ...{ path, follower, comeBack, hook, told, nudged, stored },
    write: () => appendFileSync(path, line(3_000)),
  };
}

test("a session whose transcript does not answer when it is met is followed from its end once it answers", async () => {
  const { hook, told, comeBack, write } = aSleepingTranscript();
  await hook();
  expect(await told()).toBe(0);
  await comeBack();
  expect(await told()).toBe(0);
  write();
  expect(await told()).toBeGreaterThan(0);
});

test("that it answers is seen in a round, without a hook", async () => {
  const { follower, told, comeBack, nudged } = aSleepingTranscript();
  await follower.start();
  await nudged();
  expect(await told()).toBe(0);
  // That all is quiet.
  await nudged();
  expect(await told()).toBe(0);
  await comeBack();
  await nudged();
  expect(await told()).toBe(0);
});

test("a server that stops before it answers goes on from its end after its start", async () => {
  const before = aSleepingTranscript();
  await before.hook();
  expect(await before.told()).toBe(0);
  await before.follower.stop();
  const [stored] = before.stored;
  if (stored === undefined) throw new Error("what it was read to is stored");
  const after = aSleepingTranscript(stored);
  await after.comeBack();
  await after.hook();
  expect(await after.told()).toBe(0);
  after.write();
  expect(await after.told()).toBeGreaterThan(0);
});

test("one that was found running is read from nearer its end, once it answers", async () => {
  const { path, follower, told, comeBack } = aSleepingTranscript();
  const found = { ...session, path };
  await expect(follower.placeOfFound(found)).rejects.toThrow("did not answer");
  await follower.meetFound(found);
  expect(await told()).toBe(0);
  await comeBack();
  const count = await told();
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(2_500);
});

test("one that has no transcript yet is followed from its beginning", async () => {
  const { path, hook, told, comeBack, write } = aSleepingTranscript();
  await comeBack();
  rmSync(path);
  await hook();
  write();
  expect(await told()).toBeGreaterThan(0);
});
