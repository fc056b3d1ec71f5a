import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@signalbox/client/client";
import * as launches from "@signalbox/contract/launches";
import * as projects from "@signalbox/contract/projects";
import { isMissing } from "@signalbox/testkit/machine";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clis, launchEnv, launchingCli, toolsOf } from "./launching-cli.ts";
import type { Seen } from "./watched-cli.ts";

const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;
const isOver = (seen: Seen) => seen.agent?.endedAt != null;

describe.skipIf(isMissing(...toolsOf("claude")))("starting agents", () => {
  let world: Awaited<ReturnType<typeof launchingCli>>;
  beforeAll(async () => {
    world = await launchingCli("claude", { SIGNALBOX_LAUNCHES: "3" });
  }, 120_000);
  afterAll(() => world?.stop());

  const code = (refused: Promise<unknown>) =>
    refused.then(
      () => "it was not refused",
      (error: { code: string }) => error.code,
    );
  /** An agent at work that goes on for a minute. */
  const atWork = async () => {
    const { id } = await world.start({ prompt: "[[delay 60000]] [[text Not reached]]" });
    const { agentId } = await world.joined(id);
    await world.agent(agentId, "the work", isAt("commanded"));
    return { id, agentId };
  };

  test("is refused where the CLI or the folder is not there, or lies where nothing is started", async () => {
    expect(await code(world.start({ backend: "gemini" }))).toBe("launches.cli_missing");
    expect(await code(world.start({ path: join(world.home.home, "none") }))).toBe("launches.folder_missing");
    expect(await code(world.start({ path: "/usr" }))).toBe("launches.folder_not_allowed");
    expect(await code(world.start({ path: join(world.home.home, ".claude") }))).toBe(
      "launches.folder_not_allowed",
    );
    const { clis } = await world.client.call(launches.getLaunchOptions);
    expect(clis.find(({ backend }) => backend === "claude")).toMatchObject({
      installed: true,
      signedIn: true,
    });
    expect(clis.find(({ backend }) => backend === "gemini")).toMatchObject({
      installed: false,
      signedIn: null,
    });
  });

  test("hands over a prompt as it is, whatever stands in it, once for one key", async () => {
    const prompt = `--help it's "quoted" $(touch pwned) \`touch pwned\` \\n #{pane_id} #(touch pwned) ;\n\tzweite Zeile ~ 🚦 \\; %s\nend`;
    const key = "once-and-only-once";
    const first = await world.start({ key, prompt });
    expect((await world.start({ key, prompt })).id).toBe(first.id);
    const { agentId } = await world.joined(first.id);
    const { turns } = await world.agent(agentId, "the answer", isAt("complete"));
    expect(turns[0]?.text).toBe(prompt);
    expect(existsSync(join(world.home.workspace, "pwned"))).toBe(false);
    await world.end(agentId, "gently");
    await world.over(first.id);
  });

  test("ends firmly and hard what is at work, and counts no more than are allowed at once", async () => {
    const [firm, hard, third] = [await atWork(), await atWork(), await atWork()];
    expect(await code(world.start({}))).toBe("launches.too_many");
    expect(await world.end(firm.agentId, "firmly")).toMatchObject({
      gone: true,
      did: expect.stringMatching(/SIGTERM/),
    });
    expect(await world.end(hard.agentId, "hard")).toMatchObject({
      gone: true,
      did: expect.stringMatching(/SIGKILL/),
    });
    expect(await world.end(third.agentId, "gently")).toMatchObject({
      gone: true,
      did: expect.stringMatching(/SIGINT/),
    });
    for (const { id, agentId } of [firm, hard, third]) {
      await world.agent(agentId, "the end", isOver);
      expect((await world.over(id)).state).toBe("ended");
    }
    expect(await code(world.end(firm.agentId, "hard"))).toBe("launches.already_ended");
    expect((await world.over(hard.id)).reason).toMatch(/^It ended(?:, by signal 9)?$/);
  });

  test("says why a CLI that did not begin failed, with what it said last", async () => {
    const { id } = await world.start({ args: ["--no-such-option"] });
    const { state, reason, lastLines } = await world.over(id);
    expect({ state, reason }).toEqual({
      state: "failed",
      // How it ended tmux may miss on a busy machine.
      reason: expect.stringMatching(/^It ended before anything was heard of it(?:, with exit code 1)?$/),
    });
    expect(lastLines).toContain("--no-such-option");
  });

  describe("in a worktree", () => {
    const git = (cwd: string, ...args: string[]) =>
      execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
        cwd,
        encoding: "utf8",
      });
    const aRepository = (name: string) => {
      const path = join(world.home.workspace, name);
      mkdirSync(join(path, ".signalbox"), { recursive: true });
      git(path, "init", "--quiet", "--initial-branch=main");
      writeFileSync(join(path, ".gitignore"), ".env\nbuilt\n");
      writeFileSync(join(path, ".worktreeinclude"), ".env\n");
      writeFileSync(join(path, ".env"), "TOKEN=1\n");
      writeFileSync(join(path, "built"), "not wanted\n");
      writeFileSync(join(path, ".signalbox", "setup.sh"), "echo ready to work\necho made > built\n");
      git(path, "add", ".");
      git(path, "commit", "--quiet", "--message=First");
      return path;
    };

    test("it finds the files that are wanted and what the setup made; one without changes goes with its agent", async () => {
      const path = aRepository("clean");
      const { id } = await world.start({ path, worktree: { branch: "feature/x" } });
      const opened = await world.untilIt(id, "its terminal", ({ step }) => step === "opened");
      const folder = opened.cwd;
      expect(opened.worktree).toMatchObject({ branch: "feature/x", state: "made", path: folder });
      expect(opened.worktree?.setup).toContain("ready to work");
      expect(readFileSync(join(folder, ".env"), "utf8")).toBe("TOKEN=1\n");
      expect(readFileSync(join(folder, "built"), "utf8")).toBe("made\n");
      await world.tmux("kill-session", "-t", `=${opened.attach?.session}`);
      const gone = await world.untilIt(
        id,
        "the end of the worktree",
        ({ worktree }) => worktree?.state !== "made",
      );
      expect(gone.worktree).toMatchObject({ state: "removed", note: null });
      expect(existsSync(folder)).toBe(false);
      expect(git(path, "branch", "--list", "feature/x")).toBe("");
    });

    test("its agent is of the repository's project, and can be gone on with", async () => {
      const path = aRepository("shop");
      const project = await world.client.call(projects.createProject, { body: { path } });
      const { id } = await world.start({
        ...{ path, mode: "headless", worktree: { branch: "feature/y" } },
        prompt: "[[write note.txt :: by ada]] [[text Done]]",
      });
      const { agentId } = await world.joined(id);
      await world.agent(agentId, "its work", ({ agent }) => agent?.state === "complete");
      await world.end(agentId, "gently");
      const { worktree } = await world.untilIt(id, "its end", ({ worktree }) => worktree?.state === "kept");
      expect(worktree?.note).toMatch(/not committed/);
      const { agent } = await world.agent(agentId, "the end", ({ agent }) => agent?.endedAt !== null);
      expect(agent?.projectId).toBe(project.id);
      const again = await world.joined((await world.resume(agentId, "[[text Once more]]")).id);
      expect(again.agentId).toBe(agentId);
      await world.end(agentId, "gently");
    });

    test("one with work that is nowhere else is kept, and says why", async () => {
      const path = aRepository("dirty");
      const begin = async (branch: string) => {
        const { id } = await world.start({ path, worktree: { branch } });
        return world.untilIt(id, "its terminal", ({ step }) => step === "opened");
      };
      const [changed, committed] = [await begin("changed"), await begin("committed")];
      writeFileSync(join(changed.cwd, "new.txt"), "work");
      git(committed.cwd, "commit", "--quiet", "--allow-empty", "--message=Work");
      for (const { attach } of [changed, committed])
        await world.tmux("kill-session", "-t", `=${attach?.session}`);
      const kept = async (id: string) =>
        (await world.untilIt(id, "the end", ({ worktree }) => worktree?.state !== "made")).worktree;
      expect(await kept(changed.id)).toMatchObject({ state: "kept", note: "1 change is not committed" });
      expect(await kept(committed.id)).toMatchObject({
        state: "kept",
        note: "1 commit is on no other branch, and not pushed",
      });
      expect(existsSync(join(changed.cwd, "new.txt"))).toBe(true);
    });

    test("a setup script that only a branch brings along is not run, and one that fails starts nothing", async () => {
      const path = aRepository("hostile");
      git(path, "checkout", "--quiet", "-b", "theirs");
      writeFileSync(join(path, ".signalbox", "setup.sh"), "touch pwned\n");
      git(path, "commit", "--quiet", "--all", "--message=Theirs");
      git(path, "checkout", "--quiet", "main");
      const { id } = await world.start({ path, worktree: { branch: "theirs" } });
      const opened = await world.untilIt(id, "its terminal", ({ step }) => step === "opened");
      expect(existsSync(join(opened.cwd, "pwned"))).toBe(false);
      await world.tmux("kill-session", "-t", `=${opened.attach?.session}`);
      await world.over(id);

      writeFileSync(join(path, ".signalbox", "setup.sh"), "echo no such luck\nexit 3\n");
      git(path, "commit", "--quiet", "--all", "--message=Broken");
      const failed = await world.start({ path, worktree: { branch: "broken" } });
      expect(await world.over(failed.id)).toMatchObject({
        state: "failed",
        reason: "Its setup script failed: see what it printed",
      });
    });
  });
});

describe.skipIf(isMissing(...toolsOf("claude")))("a server that is killed", () => {
  test("leaves its agents at work, and the next one knows them and loses no start", async () => {
    const world = await launchingCli("claude");
    const { id } = await world.start({ prompt: "[[delay 8000]] [[write late.txt :: x]] [[text Done]]" });
    const { agentId } = await world.joined(id);
    // Its terminal is in no group of the server's, and so is no child of it that goes with it.
    const pane = await world.tmux("list-panes", "-a", "-F", "#{pane_pid}");
    const group = execFileSync("ps", ["-o", "pgid=", "-p", pane], { encoding: "utf8" }).trim();
    expect(group).toBe(pane);
    // One that is only written down when the server goes.
    const begun = await world.start({ name: "begun" });
    await world.server.kill9();

    const next = await runServer({
      userHome: world.home.home,
      stateFolder: world.server.stateFolder,
      adminKey: world.server.adminKey,
      env: { ...launchEnv(clis.claude, world.home), SIGNALBOX_TMUX_SOCKETS: world.home.tmuxSocket },
    });
    const client = createClient({
      baseUrl: next.url,
      credentials: () => ({ apiKey: world.server.adminKey }),
    });
    const get = (launchId: string) => client.call(launches.getLaunch, { params: { launchId } });
    expect(await get(id)).toMatchObject({ state: "running", agentId });
    const settled = await until(
      async () => {
        const launch = await get(begun.id);
        return launch.step === "opened" || launch.endedAt !== null ? launch : undefined;
      },
      () => "the start that was begun",
    );
    const marks = await world.tmux("list-sessions", "-F", "#{@signalbox-launch}");
    expect(marks.split("\n").filter((mark) => mark === begun.id)).toHaveLength(
      settled.endedAt === null ? 1 : 0,
    );
    await until(
      () => existsSync(join(world.home.workspace, "late.txt")) || undefined,
      () => "the file of the agent that went on",
    );
    const ended = await client.call(launches.endAgent, { params: { agentId }, body: { how: "gently" } });
    expect(ended.gone).toBe(true);
    await next.stop();
    await world.stop();
  }, 120_000);
});
