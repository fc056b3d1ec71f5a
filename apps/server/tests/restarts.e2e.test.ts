import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@signalbox/client/client";
import * as events from "@signalbox/contract/events";
import { getAgentTerminal } from "@signalbox/contract/launches";
import { listAgentProcesses } from "@signalbox/contract/processes";
import { getRestart } from "@signalbox/contract/restarts";
import { isMissing } from "@signalbox/testkit/machine";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { clis, launchEnv, launchingCli, toolsOf } from "./launching-cli.ts";
import type { Seen } from "./watched-cli.ts";

const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;
const isOver = (seen: Seen) => seen.agent?.endedAt != null;

describe.skipIf(isMissing(...toolsOf("claude")))("an agent that is restarted", () => {
  let world: Awaited<ReturnType<typeof launchingCli>>;
  beforeAll(async () => {
    world = await launchingCli("claude");
  }, 120_000);
  afterAll(() => world?.stop());

  const code = (refused: Promise<unknown>) =>
    refused.then(
      () => "it was not refused",
      (error: { code: string }) => error.code,
    );
  const begun = async (prompt = "[[text Ready for more]]") => {
    const launch = await world.start({ prompt });
    const { agentId, attach } = await world.joined(launch.id);
    await world.agent(agentId, "the answer", isAt("complete"));
    return { launch, agentId, attach };
  };

  test("ends in its CLI's own way and is the same session again, with its arguments, on the same tmux", async () => {
    const { launch, agentId, attach } = await begun();
    const key = "restart-me-once";
    const [one, other] = await Promise.all([
      world.restart(agentId, { key }),
      world.restart(agentId, { key }),
    ]);
    expect(other.id).toBe(one.id);
    expect(await code(world.restart(agentId))).toBe("launches.restarting_already");
    const over = await world.restarted(one.id);
    expect(over).toMatchObject({ state: "done", step: "gently", reason: null });
    expect((await world.restart(agentId, { key })).id).toBe(one.id);

    expect(await world.over(launch.id)).toMatchObject({ state: "ended" });
    const again = await world.get(over.launchId ?? "");
    expect(again).toMatchObject({ resumes: agentId, agentId, state: "running" });
    expect(again.attach?.socket).toBe(attach?.socket);
    const command = await world.tmux(
      ...["display-message", "-p", "-t", `=${again.attach?.session}:`, "#{pane_start_command}"],
    );
    expect(command).toMatch(/--resume.*--permission-mode.*acceptEdits/);
    const { agent } = await world.agent(agentId, "the agent", ({ agent: it }) => it?.endedAt === null);
    expect(agent?.endedAt).toBeNull();
    expect((await world.client.call(getAgentTerminal, { params: { agentId } })).restartId).toBeNull();

    const told = await world.client.call(events.listEvents, { query: { agentId, limit: 200 } });
    const steps = told.items.map(({ type }) => type).filter((type) => type.startsWith("restart."));
    expect(steps.toSorted()).toEqual([
      "restart.finished",
      "restart.requested",
      "restart.resumed",
      "restart.stepped",
    ]);
    await world.end(agentId, "hard");
    await world.agent(agentId, "the end", isOver);
    expect(await code(world.restart(agentId))).toBe("launches.already_ended");
  }, 120_000);

  /** Its CLI writes a session down a moment later: before that there is none to go on with. */
  const kept = (sessionId: string) =>
    until(
      () => {
        const folder = join(world.home.home, ".claude", "projects");
        const file = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((name) =>
          name.endsWith(`${sessionId}.jsonl`),
        );
        const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
        return /"assistant".*Ready for more/.test(text) || undefined;
      },
      () => "its transcript",
    );
  /** One that a person started in a terminal of their tmux, whose process heeds no signal but SIGKILL and SIGCONT. */
  const stopped = async (name: string) => {
    const session = await world.nextSession();
    const claude = clis.claude.find().path ?? "";
    // The shell is its parent: tmux would have a child of its own go on.
    const line = `${claude} --permission-mode acceptEdits -- '[[text Ready for more]]'; true`;
    await world.tmux("new-session", "-d", "-s", name, "-c", world.home.workspace, "sh", "-c", line);
    const { agent } = await session("the answer", isAt("complete"));
    const agentId = agent?.id ?? "";
    await kept(agent?.sessionId ?? "");
    const { items } = await world.client.call(listAgentProcesses, { params: { agentId } });
    const pid = items[0]?.pid ?? 0;
    process.kill(pid, "SIGSTOP");
    return { agentId, pid };
  };

  test("is let be where it heeds nothing, unless it may be killed", async () => {
    const { agentId } = await stopped("stubborn");
    const failed = await world.restarted((await world.restart(agentId)).id);
    expect(failed).toMatchObject({
      ...{ state: "failed", step: "firmly", launchId: null },
      reason: expect.stringContaining("It is still there after SIGTERM, and runs on"),
    });
    expect((await world.see(({ id }) => id === agentId)).agent?.endedAt).toBeNull();
    const done = await world.restarted((await world.restart(agentId, { force: true })).id);
    expect(done).toMatchObject({ state: "done", step: "hard", reason: null });
    // On the tmux that the person had it in.
    expect((await world.get(done.launchId ?? "")).attach?.socket).toBe(world.home.tmuxSocket);
    await world.end(agentId, "hard");
    await world.over(done.launchId ?? "");
  }, 180_000);

  test("is refused where nothing was said in it yet: there would be no session to go on with", async () => {
    const launch = await world.start({});
    const { agentId } = await world.joined(launch.id);
    expect(await code(world.restart(agentId))).toBe("launches.not_resumable");
    expect((await world.see(({ id }) => id === agentId)).agent?.endedAt).toBeNull();
    await world.end(agentId, "hard");
    await world.over(launch.id);
  }, 60_000);

  test("by the command line tells each step", async () => {
    const { agentId } = await begun();
    const said = await world.run("restart", agentId);
    expect(said).toMatch(
      new RegExp(`It is being ended in its CLI's own way\n(.*\n)*Agent ${agentId} is back\nAttach: tmux `),
    );
    await world.end(agentId, "hard");
  }, 120_000);

  test("goes on though the server is killed in between", async () => {
    const { agentId, pid } = await stopped("killed");
    const { id } = await world.restart(agentId);
    await until(
      async () =>
        (await world.client.call(getRestart, { params: { restartId: id } })).step === null ? undefined : true,
      () => "the first step",
    );
    await world.server.kill9();
    const next = await runServer({
      userHome: world.home.home,
      stateFolder: world.server.stateFolder,
      adminKey: world.server.adminKey,
      env: { ...launchEnv(clis.claude, world.home), SIGNALBOX_TMUX_SOCKETS: world.home.tmuxSocket },
    });
    onTestFinished(async () => {
      await next.stop();
    });
    process.kill(pid, "SIGCONT");
    const client = createClient({
      baseUrl: next.url,
      credentials: () => ({ apiKey: world.server.adminKey }),
    });
    const over = await until(
      async () => {
        const now = await client.call(getRestart, { params: { restartId: id } });
        return now.endedAt === null ? undefined : now;
      },
      () => "the end of the restart",
      { timeoutMs: 60_000 },
    );
    expect(over).toMatchObject({ state: "done", reason: null });
  }, 180_000);
});
