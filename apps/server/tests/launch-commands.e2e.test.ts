import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMissing } from "@signalbox/testkit/machine";
import { openTerminal } from "@signalbox/testkit/terminal";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { launchingCli, toolsOf } from "./launching-cli.ts";
import type { Seen } from "./watched-cli.ts";

const signalbox = join(import.meta.dirname, "..", "..", "..", "bin", "signalbox");
const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;
const isOver = (seen: Seen) => seen.agent?.endedAt != null;

describe.skipIf(isMissing(...toolsOf("claude")))("from the command line", () => {
  let world: Awaited<ReturnType<typeof launchingCli>>;
  beforeAll(async () => {
    world = await launchingCli("claude");
  }, 120_000);
  afterAll(() => world?.stop());

  const envOf = () => ({ ...world.home.env, SIGNALBOX_HOME: world.server.stateFolder });
  /** One command in the workspace: what it said, and its exit code. */
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(signalbox, args, { env: envOf(), cwd: world.home.workspace }, (error, out, err) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
      );
    });

  test("an agent is started without a terminal, ended, and resumed in one", async () => {
    const started = await run("start", "claude", "--headless", "--prompt", "[[text Ready for more]]");
    expect(started, JSON.stringify(started)).toMatchObject({ code: 0, err: "" });
    const [, agentId = ""] = /^Agent (\S+)\n$/.exec(started.out) ?? [];
    await world.agent(agentId, "its answer", isAt("complete"));
    const refused = { code: 5, err: expect.stringContaining("It has no terminal") };
    expect(await run("attach", agentId)).toMatchObject(refused);
    const ended = await run("end", agentId);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining("closed its input") });
    await world.agent(agentId, "the end", isOver);
    const again = await run("resume", agentId, "--no-headless");
    expect(again.out, JSON.stringify(again)).toMatch(/^Agent \S+\nAttach: tmux /);
    await run("end", agentId, "--hard");
  });

  test("an agent is started, gone into, ended and resumed", async () => {
    const started = await run(
      "start",
      "--prompt",
      "[[text Ready for more]]",
      "--name",
      "cli",
      "--",
      "--model",
      "opus",
    );
    expect(started, JSON.stringify(started)).toMatchObject({ code: 0, err: "" });
    const [, agentId = "", attach] =
      /^Agent (\S+)\nAttach: (tmux -S \S+ attach -t '=signalbox-\w+')\n$/.exec(started.out) ?? [];
    await world.agent(agentId, "its answer", isAt("complete"));
    expect((await run("attach", agentId)).out.trim()).toBe(attach);

    const inside = await openTerminal({
      command: ["env", "-u", "TMUX", signalbox, "attach", agentId],
      ...{ cwd: world.home.workspace, env: envOf() },
    });
    onTestFinished(inside.close);
    await inside.until("● Ready for more", { timeoutMs: 30_000 });

    const ended = await run("end", agentId);
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining("sent SIGINT to process group") });
    await world.agent(agentId, "the end", isOver);
    expect(await run("end", agentId)).toMatchObject({
      code: 5,
      err: expect.stringContaining("ended already"),
    });
    expect(await run("attach", agentId)).toMatchObject({ code: 5 });

    const resumed = await run("resume", agentId);
    expect(resumed).toMatchObject({ code: 0, out: expect.stringContaining(`Agent ${agentId}`) });
    expect(await run("end", agentId, "--hard")).toMatchObject({ code: 0 });
  }, 120_000);

  test("what can't be started is told in a line, with the exit code that scripts know", async () => {
    expect(await run("start", "codex")).toMatchObject({
      code: 5,
      err: expect.stringContaining("Codex is not installed"),
    });
    expect(await run("start", "cluade")).toMatchObject({
      code: 2,
      err: expect.stringContaining("There is no CLI"),
    });
    expect(await run("start", "--project", "none")).toMatchObject({ code: 2 });
    expect(await run("end", "nobody")).toMatchObject({ code: 2 });
    expect(await run("start", "--", "--no-such-option")).toMatchObject({
      code: 1,
      err: expect.stringContaining("ended before anything was heard of it"),
    });
  }, 60_000);

  test("an agent that uses the command itself is refused", async () => {
    const own = `SIGNALBOX_HOME=${world.server.stateFolder} ${signalbox}`;
    const tries = `${own} start claude >refused.txt 2>&1; echo "code $?" >>refused.txt`;
    const { id } = await world.start({
      prompt: `[[bash ${tries}]] [[text Tried]]`,
      args: ["--permission-mode", "manual", "--allowedTools", "Bash"],
    });
    const { agentId } = await world.joined(id);
    await world.agent(agentId, "its answer", isAt("complete"));
    const said = readFileSync(join(world.home.workspace, "refused.txt"), "utf8");
    expect(said).toContain("code 4");
    expect(said).toContain("watched agent");
    await world.end(agentId, "gently");
  }, 60_000);

  test("an agent that a person started in a terminal is ended alone, without the script that it runs in", async () => {
    const seen = await world.nextSession();
    const terminal = await world.home.open();
    onTestFinished(terminal.close);
    const { agent } = await seen("the session", ({ agent }) => agent !== undefined);
    const agentId = agent?.id ?? "";
    expect((await run("attach", agentId)).out).toContain("attach -t '=");
    const report = await until(
      () => world.end(agentId, "gently").catch(() => undefined),
      () => "its process to be known",
    );
    expect(report).toMatchObject({ gone: true, did: expect.stringMatching(/^sent SIGINT to process \d+$/) });
    // The script around it lived on to write down how it ended.
    expect(await terminal.exited()).toBe(0);
    expect(await seen("the end", isOver)).toMatchObject({ agent: { endReason: expect.any(String) } });
  }, 60_000);
});
