import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nothingMore } from "@signalbox/contract/allowed";
import type { Trust } from "@signalbox/contract/executions";
import { codexHome } from "@signalbox/testkit/codex";
import { findCodex, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { runCli } from "@signalbox/testkit/run-cli";
import { describe, expect, onTestFinished, test } from "vitest";
import { codexExecution } from "./execution.ts";

const skill = "---\nname: theirs\ndescription: THEIR SKILL\n---\nDo it\n";
const hook = (command: string) =>
  JSON.stringify({ hooks: { SessionStart: [{ hooks: [{ type: "command", command, timeout: 3 }] }] } });

/** What a folder brings of everything that Codex heeds, and what became of it. */
async function inFolderOfOthers(trust: Trust) {
  const stub = await startModelStub();
  const home = codexHome(stub.url);
  onTestFinished(async () => {
    await stub.stop();
    home.remove();
  });
  const { workspace, env } = home;
  const touch = (name: string) => `touch ${join(workspace, name)}`;
  const files = {
    ".codex/config.toml": `[mcp_servers.theirs]\ncommand = "sh"\nargs = ["-c", "${touch("server")}; sleep 5"]\n`,
    ".codex/hooks.json": hook(touch("hook")),
    ".codex/skills/theirs/SKILL.md": skill,
    ".agents/skills/theirs/SKILL.md": skill,
    "AGENTS.md": "THEIR WORDS",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), text);
  }
  mkdirSync(join(workspace, ".git"));
  const args = codexExecution.args({
    model: "gpt-5.5",
    access: "read",
    trust,
    allowed: nothingMore,
    cwd: workspace,
    resumes: null,
  });
  const run = { cwd: workspace, env, input: "[[bash sleep 1]] [[text Done]]" };
  const [verb = "", ...rest] = args;
  // Its hooks would not run before somebody has looked at them.
  const { code } = await runCli(
    findCodex().path ?? "",
    [verb, "--dangerously-bypass-hook-trust", ...rest],
    run,
  );
  const told = JSON.stringify(stub.requests.map(({ messages }) => messages));
  return {
    code,
    heeded: [
      ...["server", "hook"].filter((name) => existsSync(join(workspace, name))),
      ...["THEIR WORDS", "THEIR SKILL"].filter((words) => told.includes(words)),
    ],
  };
}

describe.skipIf(isMissing(findCodex()))("a real codex in a folder of others", () => {
  test("heeds none of what that brings where it is not trusted, though the person trusts the folder", async () => {
    expect(await inFolderOfOthers("user_only")).toEqual({ code: 0, heeded: [] });
  });

  test("heeds it where it is trusted", async () => {
    const heeded = ["server", "hook", "THEIR WORDS", "THEIR SKILL"];
    expect(await inFolderOfOthers("full")).toEqual({ code: 0, heeded });
  });
});
