import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join, resolve } from "node:path";
import { aStatus, problem, sendJson, serving } from "@signalbox/client/server.testing";
import type { Status } from "@signalbox/contract/attention";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type CliConfig, readConfig } from "./config.ts";
import { commandLine } from "./testing/terminal.ts";

let folder: string;
let config: CliConfig;
let signalbox: ReturnType<typeof commandLine>;
beforeEach(() => {
  folder = temporaryFolder("cli");
  config = readConfig({
    HOME: folder,
    PATH: process.env.PATH,
    SIGNALBOX_HOME: join(folder, "state"),
    SIGNALBOX_PORT: "0",
    CLAUDE_CONFIG_DIR: join(folder, ".claude"),
  });
  signalbox = commandLine(config);
});
afterEach(() => removeFolder(folder));

const left = (run: unknown) =>
  mkdir(config.home, { recursive: true }).then(() => writeFile(config.runFile, JSON.stringify(run)));
const portOf = async (server: Server): Promise<number> => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};
const aRun = { port: 1, url: "http://127.0.0.1:1", version: "0.1.0" };

describe("a wrong command line ends with 2 and says in one line what was wrong", () => {
  test.each([
    [["bogus"], "unknown command 'bogus'"],
    [["tial"], "Did you mean tail?"],
    [["agents", "--bogus"], "unknown option '--bogus'"],
    [["agents", "extra"], "too many arguments for 'agents'"],
    [["hooks"], "a command is missing"],
    [["hooks", "bogus"], "unknown command 'bogus'"],
    [["help", "bogus"], "a command is missing, or none of that name exists"],
    [["agents", "--project", "x"], "--project"],
    [["tail", "--project", "x"], "--project"],
    [["tail", "--agent", "x"], "--agent"],
    [["tail", "--type", "bogus"], "command.*"],
    [["tail", "--type", "command.bogus"], "--type"],
    [["tail", "--after", "x"], "--after"],
    [["up", "--port", "1e3"], "65535"],
    [["agents", "--limit", "0"], "from 1 to 200"],
    [["agents", "--state", "sleeping"], "awaiting_input"],
    [["hooks", "install", "emacs"], "claude"],
    [["up", "--port", "99999"], "65535"],
    [["replay"], "file"],
    [["export", "nope"], "Allowed choices are events"],
    [["users", "add", "a b"], "A login is at most 100 letters, digits"],
    [["replay", "x.jsonl", "--speed", "-1"], "0 or more"],
  ])("%j", async (args, words) => {
    const said = await signalbox(...args);
    expect(said.code).toBe(2);
    expect(said.err).toContain(words);
    expect(said.err).toMatch(/^signalbox: .* See "bin\/signalbox( [a-z]+)* --help"\n$/);
    expect(said.out).toBe("");
  });

  test.each([
    [["bogus"], "bin/signalbox --help"],
    [["--bogus"], "bin/signalbox --help"],
    [["agents", "--bogus"], "bin/signalbox agents --help"],
    [["hooks", "bogus"], "bin/signalbox hooks --help"],
    [["hooks", "install", "emacs"], "bin/signalbox hooks install --help"],
  ])("and %j points to its own help", async (args, help) => {
    expect((await signalbox(...args)).err).toContain(`See "${help}"`);
  });
});

test.each([
  [["export", "events", "--out", "/nonexist/x"], "There is no folder /nonexist. Name a file"],
  [["export", "events", "--out", "/tmp"], "/tmp is a folder. Name a file"],
  [["users", "passwd", "operator"], "No password was given"],
])("%j can't be done, which is told before a server is started", async (args, words) => {
  const said = await signalbox(...args);
  expect(said).toMatchObject({ code: 2, out: "" });
  expect(said.err).toMatch(/^signalbox: .*\n$/);
  expect(said.err).toContain(words);
});

test("a password that is too long is told likewise", async () => {
  const said = await commandLine(config, { readSecret: async () => "x".repeat(201) })("users", "passwd", "a");
  expect(said).toMatchObject({ code: 2, err: expect.stringContaining("at most 200 characters") });
});

test("help is no failure", async () => {
  const said = await signalbox("--help");
  expect(said.code).toBe(0);
  for (const command of ["up", "down", "status", "doctor", "hooks", "agents", "tail", "login", "replay"]) {
    expect(said.out).toContain(`  ${command}`);
  }
});

describe("with no server", () => {
  test("status says so in one line with the next step, and 3", async () => {
    expect(await signalbox("status")).toEqual({
      code: 3,
      out: "",
      err: 'signalbox: Signalbox is not running. Start it with "bin/signalbox up"\n',
    });
  });

  test("the status line stays one line, and says nothing else", async () => {
    expect(await signalbox("status", "--line")).toEqual({ code: 3, out: "signalbox off\n", err: "" });
  });

  test("down has nothing to do", async () => {
    expect(await signalbox("down")).toEqual({ code: 0, out: "Signalbox is not running\n", err: "" });
  });

  test.each([[["up"]], [[]], [["agents"]]])(
    "no worker is started by %j, which would wait for it in vain",
    async (args) => {
      const said = await commandLine(readConfig({ ...config.env, SIGNALBOX_ROLE: "worker" }))(...args);
      expect(said).toMatchObject({ code: 2, out: "" });
      expect(said.err).toMatch(/signalbox: SIGNALBOX_ROLE is worker, .* apps\/server\/serve .*\n$/);
    },
  );

  test.each([
    ["a process that is gone", { ...aRun, pid: 2 ** 22 + 1 }],
    ["a process that is someone else's by now", { ...aRun, pid: process.pid }],
    ["half of a file", { pid: 12 }],
  ])("what a killed one left is not taken for a server: %s", async (_, run) => {
    await left(run);
    expect((await signalbox("status")).code).toBe(3);
    expect(await signalbox("down")).toMatchObject({ code: 0, out: "Signalbox is not running\n" });
  });
});

describe("with a run.json that names another program's process", () => {
  test("a program whose name only begins like ours is left alone", async () => {
    const theirs = spawn(process.execPath, [
      "--eval",
      "setInterval(() => {}, 1_000)",
      "apps/server/server.js",
    ]);
    onTestFinished(() => void theirs.kill("SIGKILL"));
    await once(theirs, "spawn");
    await left({ ...aRun, pid: theirs.pid });
    expect(await signalbox("down")).toMatchObject({ code: 0, out: "Signalbox is not running\n" });
    expect(theirs.signalCode).toBeNull();
  });
});

describe("with a state folder that can't be used", () => {
  test("a command says what is wrong with which path, and the cure, in one line", async () => {
    await mkdir(config.runFile, { recursive: true });
    for (const command of ["status", "down", "up", "agents"]) {
      expect(await signalbox(command)).toEqual({
        code: 1,
        out: "",
        err: `signalbox: Signalbox can't use ${config.runFile}: it is a folder, where a file is expected. Move it away, or choose another state folder with SIGNALBOX_HOME\n`,
      });
    }
  });

  test("doctor tells it beside what else it found", async () => {
    await mkdir(config.logFile, { recursive: true });
    const said = await signalbox("doctor");
    expect(said.code).toBe(1);
    expect(said.out).toContain(`fail  state folder: Signalbox can't use ${config.logFile}: it is a folder`);
    expect(said.out).toContain("fail  server: not running");
    await mkdir(config.runFile);
    expect((await signalbox("doctor")).out).toContain("fail  hooks of Claude Code");
  });
});

test("a state folder given from where the person stands is the server's too, which runs elsewhere", () => {
  const { home, env } = readConfig({ HOME: folder, SIGNALBOX_HOME: "state", CLAUDE_CONFIG_DIR: "claude" });
  expect(home).toBe(resolve("state"));
  expect(env).toMatchObject({ SIGNALBOX_HOME: home, CLAUDE_CONFIG_DIR: resolve("claude") });
});

/** What `status` says at noon on a day, and what it asks for that, where the server answers this. */
async function saidOf(facts: Partial<Status>, ...options: string[]) {
  const asked: string[] = [];
  const server = await serving(({ url = "" }, response) => {
    asked.push(url);
    sendJson(response, 200, aStatus(facts));
  });
  await left({ ...aRun, pid: process.pid, url: server.baseUrl });
  await writeFile(config.keyFile, "sbx_key_x", { mode: 0o600 });
  const atNoon = commandLine({ ...config, serverScript: "node" }, { now: () => new Date(2026, 10, 21, 12) });
  const said = await atNoon("status", ...options);
  await server.close();
  return { said, asked };
}

test("a full disk is told before anything that grows old meanwhile", async () => {
  const { said } = await saidOf({ diskFull: true }, "--line");
  expect(said).toMatchObject({ code: 0, out: expect.stringContaining("disk full") });
  expect(said.out).not.toContain("waiting");
});

test("a database that can't be written is told likewise", async () => {
  const { said } = await saidOf({ readOnly: true }, "--line");
  expect(said).toMatchObject({ code: 0, out: expect.stringContaining("database read-only") });
});

test("today began at midnight here, not in Greenwich", async () => {
  const { said, asked } = await saidOf({ today: { completed: 3, done: 2, hours: [] } });
  expect(said).toMatchObject({ code: 0, err: "" });
  expect(said.out).toContain("0 live agents; 3 commands ended today, 2 of them done");
  const since = new Date(2026, 10, 21).toISOString();
  expect(asked).toEqual(["/health/live", `/api/status?since=${encodeURIComponent(since)}`]);
});

describe("doctor, without a server", () => {
  const findings = async (): Promise<Record<string, { level: string; text: string; cure?: string }>> => {
    const { out } = await signalbox("doctor", "--json");
    return Object.fromEntries(JSON.parse(out).findings.map((each: { about: string }) => [each.about, each]));
  };
  const claudeSettings = (text: string) =>
    mkdir(config.claudeFolder, { recursive: true }).then(() =>
      writeFile(join(config.claudeFolder, "settings.json"), text),
    );
  const settingsHolding = (command: string) =>
    claudeSettings(JSON.stringify({ hooks: { Stop: [{ hooks: [{ type: "command", command }] }] } }));

  test("says the two steps that are missing where nothing was done yet, and fails: no session can appear", async () => {
    const said = await signalbox("doctor");
    expect(said.code).toBe(1);
    expect(said.out).toContain('fail  server: not running\n      → Run "bin/signalbox up"');
    expect(said.out).toMatch(
      /fail {2}hooks of Claude Code: not installed.*\n {6}→ Run "bin\/signalbox hooks install"/,
    );
    expect(said.err).toMatch(/^signalbox: 2 of \d+ checks failed\n$/);
    expect(await findings()).toMatchObject({ node: { level: "ok" }, curl: { level: "ok" } });
    expect((await stat(config.home)).mode & 0o777).toBe(0o700);
  });

  test("tells a run file that a killed server left", async () => {
    await left({ ...aRun, pid: 2 ** 22 + 1 });
    expect((await findings()).server).toMatchObject({
      level: "fail",
      text: expect.stringContaining("killed"),
    });
  });

  test("tells who holds the port", async () => {
    const other = createServer();
    const port = await portOf(other);
    const said = await commandLine({ ...config, port })("doctor");
    other.close();
    expect(said.code).toBe(1);
    expect(said.out).toContain(`fail  port: ${port} is taken by`);
  });

  test("tells a port that is none", async () => {
    const said = await commandLine({ ...config, port: Number("http") })("doctor");
    expect(said.out).toContain("fail  port: SIGNALBOX_PORT is no number from 0 to 65535");
    expect(said.out).toContain("fail  server: not running");
  });

  test("tells a key that others can read", async () => {
    await left(null);
    await writeFile(config.keyFile, "key", { mode: 0o600 });
    await chmod(config.keyFile, 0o644);
    expect((await findings())["CLI key"]).toMatchObject({
      level: "fail",
      cure: expect.stringContaining("chmod 600"),
    });
  });

  test("tells a missing curl", async () => {
    const { out, code } = await commandLine({ ...config, searchPath: folder })("doctor");
    expect(code).toBe(1);
    expect(out).toContain("fail  curl: not on the path");
  });

  test.each([
    ["malformed settings", "{ oops", "fail", "malformed"],
    ["settings nested without end", `{"a": ${"[".repeat(20_000)}`, "fail", "malformed"],
    ["hooks that are switched off", '{"disableAllHooks": true}', "fail", "disableAllHooks"],
    ["settings with comments", '{ "model": "opus" /* mine */ }', "fail", "no plain JSON"],
    ["settings without ours", '{ "model": "opus" }', "fail", "not installed"],
  ])("tells %s", async (_, text, level, words) => {
    await claudeSettings(text);
    expect((await findings())["hooks of Claude Code"]).toMatchObject({
      level,
      text: expect.stringContaining(words),
    });
  });

  test("tells hooks that lead to another state folder from those that lead here", async () => {
    await settingsHolding("exec sh /elsewhere/hook/hook.sh signalbox");
    expect((await findings())["hooks of Claude Code"]?.text).toContain("another state folder");
    await settingsHolding(`exec sh ${config.hookFolder}/hook.sh signalbox`);
    expect((await findings())["hooks of Claude Code"]).toMatchObject({ level: "ok" });
  });

  test("changes nothing in the person's settings", async () => {
    await claudeSettings("{ oops");
    await signalbox("doctor");
    expect(await readFile(join(config.claudeFolder, "settings.json"), "utf8")).toBe("{ oops");
  });
});

describe("a server elsewhere", () => {
  const elsewhere = async () => {
    const asked: string[] = [];
    const server = await serving(({ url = "", headers }, response) => {
      asked.push(url);
      if (headers.authorization === "Bearer far-key") sendJson(response, 200, aStatus({ attention: 2 }));
      else sendJson(response, 401, problem(401, "auth.unauthenticated"));
    });
    onTestFinished(() => server.close());
    return { asked, url: `${server.baseUrl}/signalbox` };
  };
  const withKey = (env: Record<string, string> = {}) =>
    commandLine(readConfig({ ...config.env, SIGNALBOX_API_KEY: "far-key", ...env }));

  test("is asked under its path, with the key from the environment", async () => {
    const { url, asked } = await elsewhere();
    expect(await withKey()("--server", url, "status")).toMatchObject({
      code: 0,
      out: expect.stringContaining(`on ${url}`),
    });
    expect(await withKey()(`--server=${url}`, "status", "--line")).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 waiting"),
    });
    expect((await withKey({ SIGNALBOX_SERVER: url })("status")).code).toBe(0);
    expect(asked.every((path) => path.startsWith("/signalbox/api/status"))).toBe(true);
    expect(asked).toHaveLength(3);
  });

  test("needs a key that is known there", async () => {
    const { url } = await elsewhere();
    expect(await withKey({ SIGNALBOX_API_KEY: "" })("--server", url, "status")).toMatchObject({
      code: 4,
      err: expect.stringContaining("SIGNALBOX_API_KEY"),
    });
    expect((await withKey({ SIGNALBOX_API_KEY: "another" })("--server", url, "status")).code).toBe(4);
  });

  test("is not looked for on this machine when it refuses a key or does not answer", async () => {
    const { url } = await elsewhere();
    const withBadKey = withKey({ SIGNALBOX_API_KEY: "another" });
    const refused = await withBadKey("--server", url, "agents");
    expect(refused.err).toMatch(/ Make a key that may do this in its Settings, .* SIGNALBOX_API_KEY\n$/);
    expect((await withBadKey("--server", url, "status", "--line")).out).toBe(
      "signalbox: key refused, make one in the server's Settings\n",
    );
    expect(await withKey()("--server", "http://127.0.0.1:1", "status")).toEqual({
      code: 3,
      out: "",
      err: "signalbox: No answer from http://127.0.0.1:1. Check its address, and that Signalbox runs there\n",
    });
  });

  test("is not what doctor looks at, which says so", async () => {
    const said = await withKey({ SIGNALBOX_SERVER: "https://box.example" })("doctor", "--json");
    expect(said.err).toMatch(/^This looks at this machine alone, .*SIGNALBOX_SERVER/);
    expect(JSON.parse(said.out).findings).not.toEqual([]);
    expect((await withKey()("doctor")).err).not.toContain("alone");
  });

  test("is not started, stopped, set up or signed in to from here", async () => {
    expect(await withKey()("--server", "https://box.example", "down")).toMatchObject({
      code: 2,
      err: "signalbox: Only status, agents, tail can be asked of a server elsewhere\n",
    });
    expect(await withKey()("--server", "https://box.example", "login")).toMatchObject({ code: 2, out: "" });
    expect(await withKey()("--server", "box.example", "status")).toMatchObject({ code: 2 });
    expect((await withKey({ SIGNALBOX_SERVER: "https://box.example" })("down")).code).not.toBe(2);
  });
});
