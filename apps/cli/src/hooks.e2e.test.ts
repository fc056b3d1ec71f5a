import { spawn } from "node:child_process";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { CliConfig } from "./config.ts";
import { type OwnServer, ownServer } from "./testing/own-server.ts";
import { commandLine } from "./testing/terminal.ts";

let server: OwnServer;
let config: CliConfig;
let signalbox: OwnServer["signalbox"];
beforeAll(async () => {
  server = await ownServer();
  ({ config, signalbox } = server);
  expect(await signalbox("up")).toMatchObject({ code: 0, err: "" });
});
afterAll(() => server.remove());

/** A program that bears the name of a CLI, as long as the test runs. */
function runAs(name: string, cwd: string): number {
  const child = spawn("sleep", ["600"], { argv0: name, cwd, env: { ...config.env }, stdio: "ignore" });
  onTestFinished(() => void child.kill());
  if (child.pid === undefined) throw new Error("no process of that name could be started");
  return child.pid;
}

describe("the commands about hooks, and the doctor", () => {
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
    await rm(join(config.claudeFolder, "settings.json"));
  });

  test("each CLI has a file of its own, and what it asks for first is told", async () => {
    const codex = await signalbox("hooks", "install", "codex");
    expect(codex.out).toMatch(
      /^Installed in .*\.codex\/hooks\.json .*\nSessions are heard that start from now on/,
    );
    expect(codex.err).toContain("Trust all and continue");
    expect((await signalbox("hooks", "install", "gemini")).out).toMatch(/\.gemini\/settings\.json/);
    expect((await signalbox("hooks", "install", "opencode")).out).toMatch(/opencode\/plugins\/signalbox\.js/);
    expect((await signalbox("hooks", "test", "opencode")).out).toMatch(/^Heard after \d+ ms/);
    // Claude Code is not missed where others are entered.
    const doctor = await signalbox("doctor");
    expect(doctor.out).not.toContain("hooks of Claude Code");
    expect(doctor.out).toMatch(/ok {4}a hook of OpenCode on trial: arrives in \d+ ms/);
    expect(doctor.out).toMatch(/fail {2}hooks of Codex: .*Trust all and continue/);
    for (const cli of ["codex", "gemini", "opencode"]) {
      expect((await signalbox("hooks", "remove", cli)).out).toContain("Removed from");
    }
  });

  test("doctor names the CLIs that run and whose session can't be told, with the reason", async () => {
    const folder = join(server.folder, "shared");
    await mkdir(folder);
    const pids = [runAs("gemini", folder), runAs("gemini", folder)];
    const line = (pid: number) =>
      `warn  gemini, pid ${pid} in ~/shared: 2 processes are in its folder, and none`;
    const said = await until(
      async () => {
        const { out } = await signalbox("doctor");
        return pids.every((pid) => out.includes(line(pid))) ? out : undefined;
      },
      async () => `the two in doubt in ${(await signalbox("doctor")).out}`,
    );
    expect(said).toContain("→ Its first hook tells: ");
  });
});
