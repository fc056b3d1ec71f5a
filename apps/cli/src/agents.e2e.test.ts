import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CliConfig } from "./config.ts";
import { type OwnServer, ownServer, session } from "./testing/own-server.ts";
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

describe("the commands about agents and what happens to them", () => {
  test("where no agent was ever seen, the list says so with the first step", async () => {
    expect((await signalbox("agents", "--all")).out).toMatch(/^No agent yet\. Start "claude"/);
    expect((await signalbox("agents")).out).toMatch(/^No live agent\. Start "claude"/);
  });

  test("a replayed recording shows its agent, without what it would do to the terminal", async () => {
    const file = await server.record("one.jsonl", session("one", server.folder));
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
    const file = await server.record("one.jsonl", session("one", server.folder));
    await signalbox("replay", file, "--speed", "100", "--new-sessions");
    expect(JSON.parse((await signalbox("agents", "--json")).out).items).toHaveLength(2);
    expect((await signalbox("agents", "--state", "idle")).out).toBe("No such agent\n");
  });

  test("a line that is no hook is named", async () => {
    const file = join(server.folder, "broken.jsonl");
    await writeFile(file, '\n{"t_ms": 1}\n');
    const said = await signalbox("replay", file, "--speed", "0");
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining("broken.jsonl:2 is no hook") });
  });

  test("a recording that can't be read is told without the system's call", async () => {
    const none = join(server.folder, "none.jsonl");
    expect(await signalbox("replay", none)).toEqual({
      code: 1,
      out: "",
      err: `signalbox: ${none} can't be read: no such file or directory\n`,
    });
  });

  test("a hook that the server refuses is named by its place", async () => {
    const file = await server.record("strange.jsonl", [{ hook_event_name: "Stop" }]);
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
    await signalbox(
      "replay",
      await server.record("two.jsonl", session("two", server.folder)),
      "--speed",
      "0",
    );
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
    const [, prompt] = session("failing", server.folder);
    const failure = { ...prompt, hook_event_name: "StopFailure", error: "rate_limit" };
    await signalbox("replay", await server.record("failing.jsonl", [prompt, failure]), "--speed", "0");
    const { out } = await signalbox("agents", "--state", "complete");
    expect(out).toMatch(/\nrate limit +\d+ s +workspace +claude +mend the build/);

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
});
