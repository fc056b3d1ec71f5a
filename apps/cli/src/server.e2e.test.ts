import { spawnSync } from "node:child_process";
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { onEmbedded } from "@signalbox/testkit/engine";
import { freePort } from "@signalbox/testkit/free-port";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CliConfig, readConfig } from "./config.ts";
import { holderOf } from "./server/port-holder.ts";
import { findServer, holderOfDatabase } from "./server/run-file.ts";
import { type OwnServer, ownServer, session } from "./testing/own-server.ts";
import { commandLine } from "./testing/terminal.ts";

let server: OwnServer;
let config: CliConfig;
let signalbox: OwnServer["signalbox"];
beforeAll(async () => {
  server = await ownServer();
  ({ config, signalbox } = server);
});
afterAll(() => server.remove());

const pidOfServer = async () => {
  const state = await findServer(config);
  return state.kind === "running" ? state.run.pid : null;
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

  test("a login that nobody has is a usage error", async () => {
    const withPassword = commandLine(config, { readSecret: async () => "correct horse battery" });
    for (const args of [
      ["role", "nobody", "admin"],
      ["passwd", "nobody"],
    ]) {
      expect(await withPassword("users", ...args)).toEqual({
        code: 2,
        out: "",
        err: 'signalbox: Nobody has the login nobody: see "bin/signalbox users list"\n',
      });
    }
  });

  test("what retention removed is listed as what it would remove, and is JSON where that is asked for", async () => {
    const names = (text: string) =>
      [...text.matchAll(/^ *\d+ {2}(.+?)(?::| removed).*$/gm)].map(([, name]) => name);
    const before = await signalbox("retention");
    const said = await signalbox("retention", "--run");
    expect(said.code).toBe(0);
    expect(said.out).toMatch(/^(?: *\d+ {2}.+ removed\n)+$/);
    expect(names(said.out).sort()).toEqual(names(before.out).sort());
    const { out } = await signalbox("retention", "--run", "--json");
    expect(Object.keys(JSON.parse(out)).sort()).toEqual(names(said.out).sort());
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
    const hooks = await server.record("one.jsonl", session("one", server.folder));
    await signalbox("replay", hooks, "--speed", "0");
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
    const elsewhere = readConfig({ ...config.env, SIGNALBOX_HOME: join(server.folder, "other") });
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
      SIGNALBOX_HOME: join(server.folder, "faulty"),
      SIGNALBOX_HOST: "every where",
      SIGNALBOX_LOG_LEVEL: "loud",
    };
    const said = await commandLine(readConfig({ ...config.env, ...faulty }))("up");
    expect(said).toMatchObject({ code: 1, out: "" });
    expect(said.err).toMatch(
      /^signalbox: Signalbox can't start: SIGNALBOX_HOST must .*; SIGNALBOX_LOG_LEVEL .*"bin\/signalbox doctor".*\n$/,
    );
  });

  test("what is written as sentences below each other stays sentences in one line", async () => {
    const open = {
      SIGNALBOX_HOME: join(server.folder, "open"),
      SIGNALBOX_HOST: "0.0.0.0",
      SIGNALBOX_PORT: "0",
    };
    // A database of its own, whose accounts have no password.
    const said = await commandLine(readConfig({ ...config.env, DATABASE_URL: "", ...open }))("up");
    expect(said).toMatchObject({ code: 1, out: "" });
    expect(said.err).toMatch(/^signalbox: .* this machine\. Start it with .* again; or set .*\n$/);
    expect(said.err).not.toMatch(/;;|\.;/);
  });

  test("a restore of what is no backup says what would be one, as every command begins", async () => {
    const env = { ...config.env, SIGNALBOX_HOME: join(server.folder, "restored"), DATABASE_URL: "" };
    const child = spawnSync(join(config.root, "bin/signalbox"), ["restore", "/nope"], {
      env,
      encoding: "utf8",
    });
    expect(child).toMatchObject({ status: 2, stdout: "" });
    expect(child.stderr).toBe(
      'signalbox: /nope is no backup of Signalbox. Name the folder that "bin/signalbox backup" printed, or one beside it\n',
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
