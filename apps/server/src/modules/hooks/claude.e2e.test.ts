import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { describe, expect, onTestFinished, test } from "vitest";
import { claudeHookBlock } from "../backends/index.ts";
import { createHookFolder } from "./hook-folder.ts";
import { hookCommand, waitingHookCommand, withHooks } from "./settings/edit-settings.ts";

/** A person's Claude Code with our hooks in its settings, and what arrives of them. */
async function hookedClaude() {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const folder = createHookFolder(join(claude.home, "state"));
  const heard: { event: string; entry: string | undefined; pid: string | undefined }[] = [];
  const receiver = createServer(async (request, response) => {
    const { hook_event_name: event } = JSON.parse(await text(request));
    const header = (name: string) => request.headers[name]?.toString();
    heard.push({ event, entry: header("x-signalbox-entry"), pid: header("x-signalbox-pid") });
    response.writeHead(202).end("words that the model must never read");
  });
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  const address = receiver.address();
  await folder.writeScript();
  await folder.writePort(typeof address === "object" && address !== null ? address.port : 0);
  writeFileSync(folder.keyPath, "Authorization: Bearer secret\n", { mode: 0o600 });
  mkdirSync(join(claude.settingsFile, ".."), { recursive: true });
  const command = hookCommand(folder.scriptPath, "claude");
  const waitingCommand = waitingHookCommand(folder.scriptPath, "claude");
  const wanted = { ...claudeHookBlock, command, waitingCommand };
  writeFileSync(claude.settingsFile, withHooks('{\n  "theme": "dark"\n}\n', wanted));

  const shutDown = () => new Promise((closed) => receiver.close(closed));
  onTestFinished(async () => {
    await shutDown();
    await stub.stop();
    claude.remove();
  });
  return { claude, stub, folder, heard, shutDown };
}

const prompt = "[[bash echo hi]] [[text All done]]";
const plain = { code: 0, stdout: "All done\n", stderr: "" };

describe.skipIf(isMissing(findClaude(), findTmux()))("a real Claude Code with our hooks", () => {
  test("a headless run tells its events in order, and the model reads none of our replies", async () => {
    const { claude, stub, heard } = await hookedClaude();
    expect(await claude.print(prompt)).toEqual(plain);
    expect(heard.map((each) => each.event)).toEqual([
      "SessionStart",
      "UserPromptSubmit",
      "PreToolUse",
      "PostToolUse",
      "Stop",
      "SessionEnd",
    ]);
    expect(heard.every(({ entry, pid }) => entry === "sdk-cli" && Number(pid) > 0)).toBe(true);
    expect(JSON.stringify(stub.requests)).not.toContain("must never read");
  });

  test.each([
    ["the server down", ({ shutDown }: Awaited<ReturnType<typeof hookedClaude>>) => shutDown()],
    ["no port file", ({ folder }: Awaited<ReturnType<typeof hookedClaude>>) => folder.removePort()],
  ])("with %s a headless run prints what it would without hooks", async (_, breakIt) => {
    const hooked = await hookedClaude();
    await breakIt(hooked);
    expect(await hooked.claude.print(prompt)).toEqual(plain);
  });

  test("it ignores a settings file with comments, which the status of hooks therefore tells", async () => {
    const { claude, heard } = await hookedClaude();
    const settings = readFileSync(claude.settingsFile, "utf8");
    writeFileSync(claude.settingsFile, settings.replace("{", "{ // mine"));
    expect((await claude.print(prompt)).stderr).toContain("did not load");
    expect(heard).toEqual([]);
  });

  test("with the server down nothing of us shows in the terminal", async () => {
    const { claude, shutDown } = await hookedClaude();
    await shutDown();
    const terminal = await claude.open();
    onTestFinished(terminal.close);
    await terminal.submit("[[bash touch made]] [[text All done]]");
    await terminal.answer("Do you want to proceed?", "1");
    // While it works its spinner names any hook that runs; what counts is what is left.
    const isAtRest = (shown: string) => shown.includes("● All done") && !shown.includes("esc to interrupt");
    const screen = await terminal.until(isAtRest);
    expect(screen).not.toMatch(/hook|signalbox|curl|ECONNREFUSED/i);
    await terminal.submit("/exit");
    expect(await terminal.exited()).toBe(0);
  });
});
