import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listEvents } from "@signalbox/contract/events";
import { startImport } from "@signalbox/contract/imports";
import { getJob } from "@signalbox/contract/jobs";
import { isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres } from "@signalbox/testkit/postgres";
import { recordedTranscripts } from "@signalbox/testkit/recordings";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished, test } from "vitest";
import { allAgents, clientOf } from "./all-pages.ts";

/** A home with a session of an hour ago. */
function aHome() {
  const userHome = temporaryFolder("imports-home");
  onTestFinished(() => removeFolder(userHome));
  const text = recordedTranscripts("claude", "headless-basic").get("") ?? "";
  const sessionId = /"sessionId":"([^"]+)"/.exec(text)?.[1] ?? "";
  const path = join(userHome, ".claude/projects/-work", `${sessionId}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const written = new Date(Date.now() - 3_600_000);
  utimesSync(path, written, written);
  return { userHome, sessionId };
}

/** Asks for an import, and answers the job once it is done. */
async function imported(client: ReturnType<typeof clientOf>) {
  const { jobId } = await client.call(startImport, { body: { days: 7 } });
  return until(
    async () => {
      const found = await client.call(getJob, { params: { jobId: jobId ?? "" } });
      return found.state === "completed" ? found : undefined;
    },
    () => "the import to be done",
  );
}

test("sessions of before are imported by a job that tells what it did, and are no longer live", async () => {
  const { userHome, sessionId } = aHome();
  const server = await runServer({ userHome });
  onTestFinished(async () => void (await server.stop()));
  const client = clientOf(server);
  const job = await imported(client);
  expect(job.result).toMatchObject({ files: 1, imported: 1, faulty: 0 });
  const agents = await allAgents(client);
  expect(agents).toMatchObject([{ sessionId, endReason: "before_signalbox" }]);
});

test.skipIf(isMissing(findPostgres()))(
  "where roles are apart, the worker reads the files of its machine, and the log tells of it",
  async () => {
    const { userHome, sessionId } = aHome();
    const postgres = await runPostgres();
    onTestFinished(() => postgres.remove());
    const stateFolder = temporaryFolder("imports-state");
    onTestFinished(() => removeFolder(stateFolder));
    const shared = { userHome, stateFolder, env: { DATABASE_URL: postgres.url } };
    const api = await runServer({ ...shared, args: ["--role", "api"] });
    onTestFinished(async () => void (await api.stop()));
    const worker = await runServer({ ...shared, args: ["--role", "worker"] });
    onTestFinished(async () => void (await worker.stop()));
    const client = clientOf(api);
    const job = await imported(client);
    expect(job.result).toMatchObject({ files: 1, imported: 1, faulty: 0 });
    expect(await allAgents(client)).toMatchObject([{ sessionId, endReason: "before_signalbox" }]);
    const told = await client.call(listEvents, { query: { type: "agents.imported", limit: 10 } });
    expect(told.items.at(-1)).toMatchObject({ subject: { kind: "job", id: job.id }, data: { sessions: 1 } });
  },
);
