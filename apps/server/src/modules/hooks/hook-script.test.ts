import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHookFolder, type HookFolder } from "./hook-folder.ts";

interface Received {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

let home: string;
let folder: HookFolder;
let received: Received[];
let server: Server;
let reply: { status: number; body: string };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "signalbox it's-"));
  folder = createHookFolder(home);
  received = [];
  reply = { status: 202, body: "" };
  server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    received.push({ url: request.url, headers: request.headers, body });
    response.writeHead(reply.status, { "content-type": "text/html" }).end(reply.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  await folder.writeScript();
  await folder.writePort((server.address() as AddressInfo).port);
  await writeFile(folder.keyPath, "Authorization: Bearer secret-key\n", { mode: 0o600 });
});

afterEach(async () => {
  await new Promise((done) => server.close(done));
  await rm(home, { recursive: true, force: true });
});

const payload = JSON.stringify({ hook_event_name: "UserPromptSubmit", prompt: 'say "$(id)" — Grüße' });

function runScript(input = payload, env: Record<string, string> = {}, ...args: string[]) {
  return new Promise<{ code: number | null; output: string }>((done, fail) => {
    const child = spawn("sh", [folder.scriptPath, ...args], { env: { PATH: process.env.PATH, ...env } });
    let output = "";
    const gather = (piece: Buffer) => {
      output += piece.toString();
    };
    child.stdout.on("data", gather);
    child.stderr.on("data", gather);
    child.stdin.on("error", fail);
    child.on("close", (code) => done({ code, output }));
    child.stdin.end(input);
  });
}

const silence = { code: 0, output: "" };

test("a hook arrives as the CLI wrote it, with the key and what the environment says of the process", async () => {
  const result = await runScript(payload, {
    CLAUDE_PID: "4711",
    CLAUDE_CODE_ENTRYPOINT: "cli",
    TMUX_PANE: "%3",
  });
  expect(result).toEqual(silence);
  expect(received).toMatchObject([
    {
      url: "/hooks/claude",
      body: payload,
      headers: {
        authorization: "Bearer secret-key",
        "content-type": "application/json",
        "x-signalbox-pid": "4711",
        "x-signalbox-entry": "cli",
        "x-tmux-pane": "%3",
      },
    },
  ]);
});

test("what the environment does not say is not sent", async () => {
  await runScript();
  expect(Object.keys(received[0]?.headers ?? {})).not.toContain("x-tmux-pane");
});

describe("told to wait", () => {
  const waiting = (env: Record<string, string>) => runScript(payload, env, "signalbox", "claude", "wait");

  test("it prints what the server answers to a CLI in a terminal, and says that it waits", async () => {
    reply = { status: 200, body: '{"decision":"allow"}' };
    expect(await waiting({ CLAUDE_CODE_ENTRYPOINT: "cli" })).toEqual({ code: 0, output: reply.body });
    expect(received).toMatchObject([{ headers: { "x-signalbox-waits": "1" } }]);
  });

  test.each([{ CLAUDE_CODE_ENTRYPOINT: "sdk-cli" }, {}])(
    "it neither waits nor prints without one: %j",
    async (env) => {
      reply = { status: 200, body: '{"decision":"allow"}' };
      expect(await waiting(env)).toEqual(silence);
      expect(Object.keys(received[0]?.headers ?? {})).not.toContain("x-signalbox-waits");
    },
  );

  test("it waits headless as well, for as long as an execution that asks says", async () => {
    reply = { status: 200, body: '{"decision":"allow"}' };
    const env = { CLAUDE_CODE_ENTRYPOINT: "sdk-cli", SIGNALBOX_ASK_SECONDS: "60" };
    expect(await waiting(env)).toEqual({ code: 0, output: reply.body });
    expect(received).toMatchObject([{ headers: { "x-signalbox-waits": "1" } }]);
    expect(await waiting({ ...env, SIGNALBOX_ASK_SECONDS: "long" })).toEqual(silence);
  });

  test.each([202, 400, 500, 503])("it prints nothing where the server says %i", async (status) => {
    reply = { status, body: status === 202 ? "" : "<h1>words for the model</h1>" };
    expect(await waiting({ CLAUDE_CODE_ENTRYPOINT: "cli" })).toEqual(silence);
  });
});

describe("its argument names the CLI", () => {
  const asCli = (cli: string, env: Record<string, string> = {}) =>
    runScript(payload, { TMUX_PANE: "%3", CLAUDE_PID: "4711", ...env }, "signalbox", cli);

  test.each(["codex", "gemini"])("%s is the process that started the script, in its pane", async (cli) => {
    expect(await asCli(cli)).toEqual(silence);
    expect(received).toMatchObject([
      { url: `/hooks/${cli}`, headers: { "x-signalbox-pid": `${process.pid}`, "x-tmux-pane": "%3" } },
    ]);
  });

  test("what Codex's daemon runs has neither the pid nor the pane of its session", async () => {
    await asCli("codex", { CODEX_INTERNAL_APP_SERVER_REMOTE_CONTROL_DISABLED: "1" });
    expect(received).toMatchObject([{ url: "/hooks/codex", headers: { "x-signalbox-entry": "app-server" } }]);
    const headers = Object.keys(received[0]?.headers ?? {});
    expect(headers).not.toContain("x-signalbox-pid");
    expect(headers).not.toContain("x-tmux-pane");
  });

  test.skipIf(process.platform !== "linux")("the daemon is told by its command line too", async () => {
    const words = ["/opt/codex", "app-server", "--listen", "unix://", "--managed-daemon"];
    const run = `sh '${folder.scriptPath.replaceAll("'", "'\\''")}' signalbox codex; :`;
    const daemon = spawn("sh", ["-c", run, ...words], { env: { PATH: process.env.PATH }, detached: true });
    daemon.stdin.end(payload);
    await new Promise((done) => daemon.on("close", done));
    expect(received).toMatchObject([{ headers: { "x-signalbox-entry": "app-server" } }]);
    expect(Object.keys(received[0]?.headers ?? {})).not.toContain("x-signalbox-pid");
  });

  test.each(["../api", "a b", "$(id)", "C"])("%j is no CLI, and nothing is sent", async (cli) => {
    expect(await asCli(cli)).toEqual(silence);
    expect(received).toEqual([]);
  });
});

test("a payload of a megabyte arrives whole", async () => {
  const large = JSON.stringify({ tool_input: "x".repeat(1_000_000) });
  expect(await runScript(large)).toEqual(silence);
  expect(received[0]?.body).toBe(large);
});

test("the person's proxy and curl settings have no part in it", async () => {
  await writeFile(join(home, ".curlrc"), 'verbose\nuser-agent = "mine"\nwrite-out = "done"\n');
  const proxy = "http://127.0.0.1:1";
  expect(await runScript(payload, { HOME: home, http_proxy: proxy, ALL_PROXY: proxy })).toEqual(silence);
  expect(received[0]?.headers["user-agent"]).not.toBe("mine");
});

describe("it stays silent and successful", () => {
  test.each([200, 202, 400, 401, 404, 413, 500, 503])(
    "when the server answers %i with a text",
    async (status) => {
      reply = { status, body: "<h1>words for the model</h1>" };
      expect(await runScript()).toEqual(silence);
      expect(received).toHaveLength(1);
    },
  );

  test.each(["key", "port", "port, garbage", "port, empty", "port, an address"])(
    "without its %s, even with a payload larger than a pipe holds",
    async (what) => {
      const portPath = join(home, "hook", "port");
      if (what === "key") await rm(folder.keyPath);
      else if (what === "port") await folder.removePort();
      else if (what.endsWith("garbage")) await writeFile(portPath, "\0; echo hi\n");
      else if (what.endsWith("empty")) await writeFile(portPath, "");
      else await writeFile(portPath, "80@192.0.2.1/\n");
      expect(await runScript("x".repeat(500_000))).toEqual(silence);
      expect(received).toHaveLength(0);
    },
  );

  test("when the server is down", async () => {
    await new Promise((done) => server.close(done));
    expect(await runScript("x".repeat(500_000))).toEqual(silence);
  });

  test("when curl is not installed", async () => {
    const bin = join(home, "bin");
    await mkdir(bin);
    await symlink("/bin/sh", join(bin, "sh"));
    await symlink("/bin/cat", join(bin, "cat"));
    expect(await runScript("x".repeat(500_000), { PATH: bin })).toEqual(silence);
  });

  test("when a server accepts and never answers, after its own time limit", async () => {
    server.removeAllListeners("request");
    const started = performance.now();
    expect(await runScript()).toEqual(silence);
    expect(performance.now() - started).toBeLessThan(4_000);
    server.closeAllConnections();
  });
});

test("the key is never on a command line that others on the machine can read", async () => {
  const shim = join(home, "curl");
  const seen = join(home, "seen");
  await writeFile(
    shim,
    `#!/bin/sh\ncat >/dev/null\nprintf '%s\\n' "$@" >'${seen.replaceAll("'", "'\\''")}'\n`,
  );
  await chmod(shim, 0o755);
  await runScript(payload, { PATH: `${home}:${process.env.PATH}` });
  const commandLine = await readFile(seen, "utf8");
  expect(commandLine).toContain("@-");
  expect(commandLine).not.toContain("secret-key");
  expect(commandLine).not.toContain("Grüße");
});
