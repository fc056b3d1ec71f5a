import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { engineFor, onEmbedded } from "@signalbox/testkit/engine";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliConfig, readConfig } from "./config.ts";
import { holderOf } from "./server/port-holder.ts";
import { findServer, holderOfDatabase } from "./server/run-file.ts";
import { commandLine } from "./testing/terminal.ts";

let folder: string;
let config: CliConfig;
let signalbox: ReturnType<typeof commandLine>;

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

beforeAll(async () => {
  folder = temporaryFolder("cli");
  config = readConfig({
    HOME: folder,
    PATH: process.env.PATH,
    SIGNALBOX_HOME: join(folder, "state"),
    ...(await engineFor(join(folder, "state"))),
    SIGNALBOX_PORT: String(await freePort()),
    CLAUDE_CONFIG_DIR: join(folder, ".claude"),
  });
  signalbox = commandLine(config);
});
afterAll(async () => {
  await signalbox("down");
  removeFolder(folder);
});

const pidOfServer = async () => {
  const state = await findServer(config);
  return state.kind === "running" ? state.run.pid : null;
};

const session = (id: string) => {
  const common = {
    session_id: id,
    cwd: join(folder, "workspace"),
    transcript_path: join(folder, "none.jsonl"),
  };
  return [
    { ...common, hook_event_name: "SessionStart", source: "startup" },
    {
      ...common,
      hook_event_name: "UserPromptSubmit",
      prompt_id: `${id}-1`,
      prompt: "mend \u001b]52;c;c3RvbGVu\u0007the \u001b[31mbuild\u001b[0m",
    },
    {
      ...common,
      hook_event_name: "PermissionRequest",
      prompt_id: `${id}-1`,
      tool_name: "Bash",
      tool_input: { command: "npm test" },
    },
  ];
};
const recordingOf = async (name: string, payloads: readonly unknown[]) => {
  const path = join(folder, name);
  const lines = payloads.map((payload, index) => JSON.stringify({ t_ms: index * 10, via: "cmd", payload }));
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
};

describe("the command line, around a server of its own", () => {
  test("up starts the server, waits until it is ready, and prints a link that lets a browser in", async () => {
    const said = await signalbox("up");
    expect(said).toMatchObject({ code: 0, err: "" });
    const link = /http:\/\/127\.0\.0\.1:\d+\/\S*#(\S+)/.exec(said.out);
    const signIn = await fetch(`http://127.0.0.1:${config.port}/api/sign-ins`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: `http://127.0.0.1:${config.port}` },
      body: JSON.stringify({ secret: link?.[1] }),
    });
    expect(signIn.status).toBe(201);
  });

  test("no sign-in link stands in a file", async () => {
    for (const file of [config.logFile, config.startFile]) {
      expect(await readFile(file, "utf8")).not.toMatch(/#\S{16}/);
    }
  });

  test("the command alone prints the address and a link of the running server", async () => {
    const said = await signalbox();
    expect(said.code).toBe(0);
    expect(said.out).toMatch(
      /^Signalbox \S+ already listens on http:\S+\nSign in within 10 minutes: http:\S+#\S+\n$/,
    );
  });

  test("up again finds it running, and login makes another link", async () => {
    const pid = await pidOfServer();
    expect((await signalbox("up")).out).toContain("already listens");
    expect(await pidOfServer()).toBe(pid);
    const elsewhere = await signalbox("up", "--port", "1");
    expect(elsewhere).toMatchObject({ code: 0, err: expect.stringContaining(`on port ${config.port}`) });
    expect((await signalbox("up", "--port", String(config.port))).err).toBe("");
    const link = JSON.parse((await signalbox("login", "--json")).out);
    expect(link).toMatchObject({ url: expect.stringContaining("#"), expiresAt: expect.any(String) });
  });

  test("hooks are previewed, installed, heard, shown and removed", async () => {
    const settings = join(config.claudeFolder, "settings.json");
    const preview = await signalbox("hooks", "install", "--dry-run");
    expect(preview.out).toContain('+     "SessionStart": [');
    await expect(stat(settings)).rejects.toThrow("ENOENT");

    expect((await signalbox("hooks", "install")).out).toMatch(
      /^Installed in .*settings\.json \(\+\d+ −0 lines\)/,
    );
    expect((await signalbox("hooks", "install")).out).toContain("Already installed");
    expect((await signalbox("hooks", "test")).out).toMatch(/^Heard after \d+ ms/);
    expect((await signalbox("hooks", "status")).out).toContain("installed");

    const doctor = await signalbox("doctor");
    expect(doctor).toMatchObject({ code: 0, err: "" });
    expect(doctor.out).toContain("ok    CLI key: accepted");
    expect(doctor.out).toContain("ok    hook key: accepted");
    expect(doctor.out).toMatch(/ok {4}a hook of Claude Code on trial: arrives in \d+ ms/);

    expect((await signalbox("hooks", "remove")).out).toContain("Removed from");
    expect(await signalbox("hooks", "remove")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Not installed"),
    });
    await expect(stat(settings)).rejects.toThrow("ENOENT");
  });

  test("doctor says each fault once, with its cure", async () => {
    const faults = async (at = config) => {
      const { code, out } = await commandLine(at)("doctor");
      expect(code).toBe(1);
      return out
        .split("\n")
        .flatMap((line, index, all) => (line.startsWith("fail") ? [line + all[index + 1]] : []));
    };
    const install = /^fail {2}hooks of Claude Code: not installed.*→ Run "bin\/signalbox hooks install"$/;
    expect(await faults()).toEqual([expect.stringMatching(install)]);
    await writeFile(join(config.claudeFolder, "settings.json"), "{ oops");
    expect(await faults()).toEqual([
      expect.stringMatching(/^fail {2}hooks of Claude Code: .*malformed.*→ Mend/),
    ]);
    await rm(join(config.claudeFolder, "settings.json"));

    await signalbox("hooks", "install");
    const restart = /→ Run "bin\/signalbox down" and "bin\/signalbox up"/;
    const hookKey = join(config.hookFolder, "key");
    const aside = `${hookKey}.aside`;
    await rename(hookKey, aside);
    await writeFile(hookKey, "sbx_key_of_nobody", { mode: 0o600 });
    expect(await faults()).toEqual([expect.stringMatching(/^fail {2}hook key: .* is not accepted/)]);
    expect(await faults({ ...config, keyFile: hookKey })).toEqual([
      expect.stringMatching(/^fail {2}CLI key: /),
      expect.stringMatching(/^fail {2}hook key: /),
    ]);
    expect((await faults())[0]).toMatch(restart);
    await rename(aside, hookKey);
    await signalbox("hooks", "remove");
  });

  test("a settings file that can't be edited is refused with 5, in one line with the place", async () => {
    await writeFile(join(config.claudeFolder, "settings.json"), "{ oops");
    const said = await signalbox("hooks", "install");
    expect(said).toMatchObject({ code: 5, out: "" });
    expect(said.err).toMatch(/^signalbox: .*line 1, column 3.*\n$/);
    expect(await signalbox("hooks", "install", "codex")).toMatchObject({ code: 5 });
  });

  test("where no agent was ever seen, the list says so with the first step", async () => {
    expect((await signalbox("agents", "--all")).out).toMatch(/^No agent yet\. Start "claude"/);
    expect((await signalbox("agents")).out).toMatch(/^No live agent\. Start "claude"/);
  });

  test("a replayed recording shows its agent, without what it would do to the terminal", async () => {
    const file = await recordingOf("one.jsonl", session("one"));
    expect(await signalbox("replay", file, "--speed", "0")).toEqual({
      code: 0,
      out: "Sent 3 hooks\n",
      err: "",
    });
    const { out } = await signalbox("agents");
    expect(out).toMatch(
      /^STATE +SINCE +PROJECT +CLI +TITLE +ID\nawaiting input +\d+ s +workspace +claude +mend the build/,
    );
    expect(JSON.parse((await signalbox("agents", "--json")).out).items).toMatchObject([
      { sessionId: "one", state: "awaiting_input" },
    ]);
    expect((await signalbox("status", "--line")).out).toMatch(
      /^1 waiting \(\d+ s\) · 0 working · 0 resting\n$/,
    );
    expect(JSON.parse((await signalbox("status", "--json")).out)).toMatchObject({ attention: 1 });
  });

  test("a replay under new session ids is another agent", async () => {
    const file = await recordingOf("one.jsonl", session("one"));
    await signalbox("replay", file, "--speed", "100", "--new-sessions");
    expect(JSON.parse((await signalbox("agents", "--json")).out).items).toHaveLength(2);
    expect((await signalbox("agents", "--state", "idle")).out).toBe("No such agent\n");
  });

  test("a line that is no hook is named", async () => {
    const file = join(folder, "broken.jsonl");
    await writeFile(file, '\n{"t_ms": 1}\n');
    const said = await signalbox("replay", file, "--speed", "0");
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("broken.jsonl:2 is no hook") });
  });

  test("a recording that can't be read is told without the system's call", async () => {
    const none = join(folder, "none.jsonl");
    expect(await signalbox("replay", none)).toEqual({
      code: 1,
      out: "",
      err: `signalbox: ${none} can't be read: no such file or directory\n`,
    });
  });

  test("hooks of a CLI that is not understood yet are refused with 5, as their installation is", async () => {
    const file = await recordingOf("one.jsonl", session("one"));
    const said = await signalbox("replay", file, "--speed", "0", "--backend", "codex");
    expect(said).toEqual({ code: 5, out: "", err: "signalbox: Signalbox can't hook into codex yet\n" });
    expect((await signalbox("hooks", "install", "codex")).err).toBe(said.err);
  });

  test("a hook that the server refuses is named by its place", async () => {
    const file = await recordingOf("strange.jsonl", [{ hook_event_name: "Stop" }]);
    const said = await signalbox("replay", file, "--speed", "0");
    expect(said).toMatchObject({ code: 5, err: `signalbox: ${file}:1 is no hook of claude\n` });
  });

  test("tail tells what happened and happens, over a restart of the server, until it is stopped", async () => {
    const stop = new AbortController();
    const lines: string[] = [];
    const notes: string[] = [];
    const tail = commandLine(config, {
      out: (text) => lines.push(text),
      err: (text) => notes.push(text),
      stopSignal: () => stop.signal,
    })("tail", "--after", "0", "--type", "agent.started", "--json");
    const started = (count: number) =>
      until(
        () => (lines.length >= count ? true : undefined),
        () => [...lines, ...notes].join("\n"),
      );
    await started(2);
    await signalbox("down");
    await signalbox("up");
    await signalbox("replay", await recordingOf("two.jsonl", session("two")), "--speed", "0");
    await started(3);
    stop.abort();
    expect((await tail).code).toBe(0);
    expect(notes.join("\n")).toContain("trying again");
    expect(lines.map((line) => JSON.parse(line).data.sessionId)).toMatchObject(["one", {}, "two"]);
  });

  test("a position that the log has not reached yet is told as such, and what comes is followed", async () => {
    const stop = new AbortController();
    const notes: string[] = [];
    const tail = commandLine(config, {
      err: (text) => {
        notes.push(text);
        if (notes.length === 2) stop.abort();
      },
      stopSignal: () => stop.signal,
    })("tail", "--after", "100000");
    expect((await tail).code).toBe(0);
    expect(notes).toEqual([
      `Following every event on http://127.0.0.1:${config.port}; Ctrl-C ends it`,
      expect.stringMatching(/^There is no event 100000 yet: the newest is \d+; going on after it$/),
    ]);
  });

  test("a failed command is told as such, by the list and by tail", async () => {
    const [, prompt] = session("failing");
    const failure = { ...prompt, hook_event_name: "StopFailure", error: "rate_limit" };
    await signalbox("replay", await recordingOf("failing.jsonl", [prompt, failure]), "--speed", "0");
    const { out } = await signalbox("agents", "--state", "complete");
    expect(out).toMatch(/\nfailed \(rate limit\) +\d+ s +workspace +claude +mend the build/);

    const [agent] = JSON.parse((await signalbox("agents", "--state", "complete", "--json")).out).items;
    const stop = new AbortController();
    const lines: string[] = [];
    const tail = await commandLine(config, {
      out: (text) => {
        lines.push(text);
        if (text.includes("rate limit")) stop.abort();
      },
      columns: 80,
      stopSignal: () => stop.signal,
    })("tail", "--after", "0", "--agent", agent.id, "--type", "command.*");
    expect(tail).toMatchObject({ code: 0, err: expect.stringContaining(`command.*, agent ${agent.id} on`) });
    expect(lines).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d {2}workspace: mend the build {11,}new command$/),
      expect.stringMatching(/ {2}command failed \(rate limit\)$/),
    ]);
  });

  test("an id of nothing is a usage error that names its option", async () => {
    const id = "0199aaaa-0000-7000-8000-000000000000";
    for (const args of [
      ["agents", "--project", id],
      ["tail", "--project", id],
      ["tail", "--agent", id],
    ]) {
      const option = args[1] ?? "";
      const said = await signalbox(...args);
      expect(said).toMatchObject({ code: 2, out: "" });
      expect(said.err).toMatch(new RegExp(`^signalbox: option '${option}'.*${id}\n$`));
    }
  });

  test("without its key a command ends with 4 and says how to get it back", async () => {
    const aside = `${config.keyFile}.aside`;
    await rename(config.keyFile, aside);
    const said = await signalbox("agents");
    await rename(aside, config.keyFile);
    expect(said).toMatchObject({ code: 4, err: expect.stringContaining('"bin/signalbox down"') });
    await writeFile(aside, "sbx_key_of_nobody", { mode: 0o600 });
    const withForeignKey = commandLine({ ...config, keyFile: aside });
    expect(await withForeignKey("agents")).toMatchObject({
      code: 4,
      err: expect.stringContaining("bin/signalbox doctor"),
    });
    expect(await withForeignKey("status", "--line")).toEqual({
      code: 4,
      out: 'signalbox: key refused, see "bin/signalbox doctor"\n',
      err: "",
    });
  });

  test("a command that needs the server brings it back after it was killed", async () => {
    const pid = await pidOfServer();
    if (pid === null) throw new Error("no server runs");
    process.kill(pid, "SIGKILL");
    await until(
      async () => ((await findServer(config)).kind === "stale" ? true : undefined),
      () => "the killed server to be gone",
    );
    expect((await signalbox("doctor")).out).toContain("was left by one that was killed");
    const said = await signalbox("agents");
    expect(said).toMatchObject({ code: 0, err: "Starting Signalbox…\n" });
    expect(said.out).toContain("mend the build");
  });

  test("two commands that both find it down start one server", async () => {
    await signalbox("down");
    const said = await Promise.all([
      signalbox("agents", "--json"),
      signalbox("up"),
      signalbox("status", "--line"),
    ]);
    expect(said.map(({ code }) => code)).toEqual([0, 0, 3]);
  });

  test("a port that is taken is told, and nothing is left behind", async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((done) => other.listen(port, "127.0.0.1", done));
    const elsewhere = readConfig({ ...config.env, SIGNALBOX_HOME: join(folder, "other") });
    const said = await commandLine(elsewhere)("up", "--port", String(port));
    const holder = await holderOf(port);
    other.close();
    expect(said).toMatchObject({ code: 1, out: "" });
    expect(said.err).toMatch(new RegExp(`^signalbox: Port ${port} is taken .*"bin/signalbox doctor".*\\n$`));
    // Where neither lsof nor ss is there, nobody can tell.
    if (holder !== null) expect(said.err).toContain(`Port ${port} is held by ${holder}`);
  });

  test("a server that can't be configured says all faults, in one line", async () => {
    const faulty = {
      SIGNALBOX_HOME: join(folder, "faulty"),
      SIGNALBOX_HOST: "every where",
      SIGNALBOX_LOG_LEVEL: "loud",
    };
    const said = await commandLine(readConfig({ ...config.env, ...faulty }))("up");
    expect(said).toMatchObject({ code: 1, out: "" });
    expect(said.err).toMatch(
      /^signalbox: Signalbox can't start: SIGNALBOX_HOST must .*; SIGNALBOX_LOG_LEVEL .*"bin\/signalbox doctor".*\n$/,
    );
  });

  test("down ends it, and the hook's port goes with it", async () => {
    expect((await signalbox("down")).out).toMatch(/^Signalbox \(pid \d+\) has ended\n$/);
    expect(await pidOfServer()).toBeNull();
    await expect(stat(config.runFile)).rejects.toThrow("ENOENT");
    await expect(stat(join(config.hookFolder, "port"))).rejects.toThrow("ENOENT");
  });

  // What only starts is told by who holds the embedded database.
  onEmbedded(() =>
    test("down ends one that only starts, too", async () => {
      const starting = signalbox("up");
      const pid = await until(
        async () => (await holderOfDatabase(config)) ?? undefined,
        () => "a server that starts",
        { everyMs: 1 },
      );
      expect(await signalbox("down")).toMatchObject({ code: 0, out: `Signalbox (pid ${pid}) has ended\n` });
      await starting;
      expect((await signalbox("status")).code).toBe(3);
    }),
  );
});
