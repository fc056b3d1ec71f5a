import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { routes } from "@signalbox/contract/routes";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { preparedFolder } from "../platform/database/testing.ts";
import { createLogger } from "../platform/logging/logger.ts";
import { readExposition } from "../platform/metrics/prometheus.testing.ts";
import type { RunningServer } from "./bring-up.ts";
import { type Config, readConfig } from "./config.ts";
import { startServer } from "./server.ts";

const adminKey = "a-key-for-this-test";
const log = createLogger({ level: "silent" });
let home: string;
let config: Config;
let server: RunningServer;

beforeAll(async () => {
  home = temporaryFolder("server");
  renameSync(await preparedFolder(), join(home, "database"));
  const env = { SIGNALBOX_HOME: home, SIGNALBOX_PORT: "0", SIGNALBOX_ADMIN_KEY: adminKey };
  config = readConfig([], { ...env, CLAUDE_CONFIG_DIR: join(home, "claude") });
  server = await startServer(config, systemClock, log);
});
afterAll(async () => {
  await server.stop();
  removeFolder(home);
});

const ask = (path: string, init: RequestInit = {}) => fetch(`${server.url}${path}`, init);
const withKey = { headers: { authorization: `Bearer ${adminKey}` } };
const addressOf = (path: string) => path.replace(/:\w+/g, "claude");

describe("a running server", () => {
  test("answers every route of the contract, and nobody without a key", async () => {
    for (const { method, path, permission } of Object.values(routes)) {
      const { status } = await ask(addressOf(path), { method });
      if (permission !== "public") expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 401`);
      const known = await ask(addressOf(path), { ...withKey, method, signal: AbortSignal.timeout(5_000) });
      if (known.status === 404) expect(await known.text(), path).not.toContain("request.no_such_route");
      else await known.body?.cancel();
    }
  });

  test("says where it is in run.json, readable by its owner alone", () => {
    const path = join(home, "run.json");
    const running = JSON.parse(readFileSync(path, "utf8"));
    expect(running).toEqual({
      pid: process.pid,
      port: Number(new URL(server.url).port),
      url: server.url,
      version: config.version,
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("writes keys for the CLI and the hooks that do what they are for, and no more", async () => {
    const cli = readFileSync(join(home, "cli.key"), "utf8").trim();
    const asCli = (path: string, method = "GET") =>
      ask(path, { method, headers: { authorization: `Bearer ${cli}` } });
    expect((await asCli("/api/agents")).status).toBe(200);
    expect((await asCli("/api/keys")).status).toBe(403);
    const [name, value] = readFileSync(join(home, "hook", "key"), "utf8")
      .trim()
      .split(": ");
    expect(name).toBe("Authorization");
    const headers = { authorization: value ?? "" };
    const body = JSON.stringify({ session_id: "s", hook_event_name: "SessionStart", source: "startup" });
    expect((await ask("/hooks/claude", { method: "POST", headers, body })).status).toBe(202);
    expect((await ask("/api/agents", { headers })).status).toBe(403);
  });

  test("tells Prometheus what it measured, in its own words", async () => {
    const body = JSON.stringify({ session_id: "m", hook_event_name: "SessionStart", source: "startup" });
    await ask("/hooks/claude", { ...withKey, method: "POST", body });
    const families = readExposition(await (await ask("/metrics", withKey)).text());
    const measured = (name: string, labels = {}) =>
      [...families.values()]
        .flatMap(({ samples }) => samples)
        .find(
          (sample) =>
            sample.name === name && isDeepStrictEqual({ ...sample.labels, ...labels }, sample.labels),
        )?.value;
    expect(measured("signalbox_hooks_commit_seconds_count")).toBeGreaterThan(0);
    expect(measured("signalbox_events_written_total", { type: "agent.started" })).toBeGreaterThan(0);
    expect(measured("signalbox_events_newest_position")).toBeGreaterThan(0);
    expect(measured("signalbox_database_state", { state: "ready" })).toBe(1);
    expect(measured("signalbox_database_seconds_count", { kind: "batch" })).toBeGreaterThan(0);
    expect(
      measured("signalbox_http_request_seconds_count", { route: "/hooks/:backend", status: "202" }),
    ).toBeGreaterThan(0);
    expect(measured("signalbox_metrics_unreadable")).toBe(0);
  });

  test("refuses a second server on its port at once, before a database is opened", async () => {
    const other = temporaryFolder("server");
    const port = Number(new URL(server.url).port);
    await expect(startServer({ ...config, home: other, port }, systemClock, log)).rejects.toThrow(
      `Port ${port} is taken by another program`,
    );
    expect(existsSync(join(other, "database"))).toBe(false);
    removeFolder(other);
  });

  test("refuses a second server on its folder, saying where the first one is", async () => {
    const whereItIs = `already runs on this state folder at ${server.url} (pid ${process.pid})`;
    const port = Number(new URL(server.url).port);
    for (const its of [config, { ...config, port }]) {
      await expect(startServer(its, systemClock, log)).rejects.toThrow(whereItIs);
    }
  });

  test("whoever left a run file and is gone is not taken for who is in the way", async () => {
    const other = temporaryFolder("server");
    const port = Number(new URL(server.url).port);
    const left = { pid: 2 ** 22 + 1, port, url: server.url, version: config.version };
    writeFileSync(join(other, "run.json"), JSON.stringify(left));
    await expect(startServer({ ...config, home: other, port }, systemClock, log)).rejects.toThrow(
      `Port ${port} is taken by another program`,
    );
    removeFolder(other);
  });
});

test("a stopped server leaves no address behind, and a start on its folder finds everything again", async () => {
  const folder = temporaryFolder("server");
  mkdirSync(folder, { recursive: true });
  rmSync(join(folder, "database"), { recursive: true, force: true });
  renameSync(await preparedFolder(), join(folder, "database"));
  const first = await startServer({ ...config, home: folder }, systemClock, log);
  const body = JSON.stringify({ session_id: "kept", hook_event_name: "UserPromptSubmit", prompt: "Go" });
  await fetch(`${first.url}/hooks/claude`, { ...withKey, method: "POST", body });
  const key = readFileSync(join(folder, "cli.key"), "utf8");
  await first.stop();
  expect(existsSync(join(folder, "run.json"))).toBe(false);
  expect(existsSync(join(folder, "hook", "port"))).toBe(false);

  const second = await startServer({ ...config, home: folder }, systemClock, log);
  const found = await fetch(`${second.url}/api/agents`, {
    headers: { authorization: `Bearer ${key.trim()}` },
  });
  expect(await found.json()).toMatchObject({ items: [{ sessionId: "kept", state: "commanded" }] });
  await second.stop();
  removeFolder(folder);
});
