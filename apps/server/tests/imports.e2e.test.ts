import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { startImport } from "@signalbox/contract/imports";
import { getJob } from "@signalbox/contract/jobs";
import { recordedTranscripts } from "@signalbox/testkit/recordings";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished, test } from "vitest";
import { allAgents, clientOf } from "./all-pages.ts";

test("sessions of before are imported by a job that tells what it did, and are no longer live", async () => {
  const userHome = temporaryFolder("imports-home");
  onTestFinished(() => removeFolder(userHome));
  const text = recordedTranscripts("claude", "headless-basic").get("") ?? "";
  const sessionId = /"sessionId":"([^"]+)"/.exec(text)?.[1] ?? "";
  const path = join(userHome, ".claude/projects/-work", `${sessionId}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const written = new Date(Date.now() - 3_600_000);
  utimesSync(path, written, written);
  const server = await runServer({ userHome });
  onTestFinished(async () => void (await server.stop()));
  const client = clientOf(server);
  const { jobId } = await client.call(startImport, { body: { days: 7 } });
  const job = await until(
    async () => {
      const found = await client.call(getJob, { params: { jobId: jobId ?? "" } });
      return found.state === "completed" ? found : undefined;
    },
    () => "the import to be done",
  );
  expect(job.result).toMatchObject({ files: 1, imported: 1, faulty: 0 });
  const agents = await allAgents(client);
  expect(agents).toMatchObject([{ sessionId, endReason: "before_signalbox" }]);
});
