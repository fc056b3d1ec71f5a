import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Client } from "@signalbox/client/client";
import { getStatus } from "@signalbox/contract/attention";
import { getHealth } from "@signalbox/contract/health";
import { hookSender } from "@signalbox/testkit/hook-sender";
import { hookSession } from "@signalbox/testkit/hook-session";
import { isMissing } from "@signalbox/testkit/machine";
import { findReadOnly, makeReadOnly } from "@signalbox/testkit/read-only";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { cleanEnvironment, removeFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { allAgents, clientOf } from "./all-pages.ts";
import { preparedState } from "./prepared-state.ts";

const repository = join(import.meta.dirname, "..", "..", "..");

async function aFolder(): Promise<string> {
  const folder = await preparedState();
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** Takes a folder away from its writers until the answered function is called, or the test is over. */
function sealed(folder: string): () => void {
  let open: (() => void) | undefined = makeReadOnly(folder);
  const release = () => {
    open?.();
    open = undefined;
  };
  onTestFinished(release);
  return release;
}

/** Starts sessions on a server, and knows those that it acknowledged. */
function sessionsOn(server: RunningServer) {
  const sender = hookSender({ server, connections: 4 });
  onTestFinished(() => sender.close());
  const acknowledged: string[] = [];
  const start = async (sessionId: string) => {
    const hook = JSON.stringify(hookSession({ sessionId }).started());
    const { status } = await sender.send(hook, { "x-signalbox-signal-id": sessionId });
    if (status === 202) acknowledged.push(sessionId);
    return status;
  };
  const startAll = (from: number) =>
    Promise.all(Array.from({ length: 20 }, (_, n) => start(`session-${from + n}`)));
  return { startAll, acknowledged };
}

const sessionsKept = async (client: Client) =>
  (await allAgents(client)).map(({ sessionId }) => sessionId).toSorted();

/** A hook as a CLI runs it. */
function runHook({ stateFolder }: RunningServer) {
  const { status, stdout, stderr } = spawnSync("sh", [join(stateFolder, "hook", "hook.sh"), "claude"], {
    env: cleanEnvironment({}),
    input: JSON.stringify(hookSession({ sessionId: "by-script" }).started()),
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

const all = (status: number) => Array.from({ length: 20 }, () => status);

describe.skipIf(isMissing(findReadOnly()))("a state folder that may not be written", () => {
  test("while the server runs is told wherever somebody looks, loses nothing, and is over by itself", async () => {
    const server = await runServer({ stateFolder: await aFolder() });
    const client = clientOf(server);
    const readiness = async () => (await server.fetch("/health/ready")).status;
    const { startAll, acknowledged } = sessionsOn(server);
    expect(await startAll(0)).toEqual(all(202));

    const open = sealed(server.stateFolder);
    expect(await startAll(20)).toEqual(all(503));
    expect(runHook(server)).toEqual({ status: 0, said: "" });
    expect(await readiness()).toBe(503);
    expect(await client.call(getStatus)).toMatchObject({ readOnly: true, diskFull: false });
    const database = await until(
      async () => (await client.call(getHealth)).parts.find(({ status }) => status === "failing"),
      () => "a part that fails",
    );
    expect(database).toMatchObject({
      name: "database",
      cure: expect.stringContaining("it goes on by itself"),
    });
    const env = { HOME: server.stateFolder, SIGNALBOX_HOME: server.stateFolder };
    const line = spawn(join(repository, "bin", "signalbox"), ["status", "--line"], {
      env: cleanEnvironment(env),
    });
    expect(await text(line.stdout)).toContain("database read-only");
    expect(await sessionsKept(client)).toEqual(acknowledged.toSorted());

    open();
    expect(await readiness()).toBe(200);
    expect(await startAll(20)).toEqual(all(202));
    expect(await sessionsKept(client)).toEqual(acknowledged.toSorted());
    expect(await client.call(getStatus)).toMatchObject({ readOnly: false, parkedSignals: 0 });
    expect(await server.stop()).toBe(0);
  });

  test("at the start ends it with the path and the cure, and leaves everything as it was", async () => {
    const stateFolder = await aFolder();
    const first = await runServer({ stateFolder });
    const { startAll, acknowledged } = sessionsOn(first);
    await startAll(0);
    await first.kill9();

    const open = sealed(stateFolder);
    const child = spawn(process.execPath, [join(repository, "apps/server/src/main.ts"), "--port", "0"], {
      env: cleanEnvironment({ HOME: stateFolder, SIGNALBOX_HOME: stateFolder }),
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect(said).toMatch(new RegExp(`^Signalbox can't use ${stateFolder}.*SIGNALBOX_HOME\n$`));
    expect(code).toBe(1);

    open();
    const second = await runServer({ stateFolder });
    expect(await sessionsKept(clientOf(second))).toEqual(acknowledged.toSorted());
    expect(await second.stop()).toBe(0);
  });
});
