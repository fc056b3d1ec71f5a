import { execFileSync } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aLog } from "../../platform/events/testing.ts";
import { findProgram, runProgram } from "../../platform/processes/run-program.ts";
import { createHookFolder } from "./hook-folder.ts";
import { createHooksService, type HooksApi } from "./hooks.service.ts";
import { supportedClis } from "./supported-clis.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
});
afterAll(async () => {
  await log.stop();
  await db.close();
});

let home: string;
let hooks: HooksApi;
beforeEach(() => {
  home = temporaryFolder("each-cli");
  const folders = {
    ...{ claude: join(home, ".claude"), codex: join(home, ".codex") },
    ...{ gemini: join(home, ".gemini"), opencode: join(home, ".config", "opencode") },
  };
  const folder = createHookFolder(join(home, "state"));
  hooks = createHooksService({
    ...{ folder, clis: supportedClis(folders, folder), db, events: log, clock: fixedClock() },
    audit: async () => {},
    hearing: { lastHeard: async () => null },
    programs: {
      find: (name) => findProgram(name, ""),
      run: (file, args, input = "") => runProgram({ file, args, input, env: {}, timeoutMs: 5_000 }),
    },
  });
});
afterEach(() => removeFolder(home));

const me = { actor: "sign_in:me", correlationId: newId() };
const statusOf = async (backend: string) => (await hooks.list()).find((one) => one.backend === backend);
const given = async (path: string, text: string) => {
  await mkdir(dirname(join(home, path)), { recursive: true });
  await writeFile(join(home, path), text);
};
const contentOf = (path: string) => readFile(join(home, path), "utf8");

describe.each([
  [
    "codex",
    ".codex/hooks.json",
    '{\n  "hooks": {\n    "Stop": [{ "hooks": [{ "type": "command", "command": "mine" }] }]\n  }\n}\n',
  ],
  ["gemini", ".gemini/settings.json", '{\n  // mine\n  "ui": { "theme": "Dark" }\n}\n'],
] as const)("%s", (backend, path, theirs) => {
  test("is entered into its own file under its own name, and what stood there stays", async () => {
    await given(path, theirs);
    expect(await statusOf(backend)).toMatchObject({ state: "not_installed", entries: [] });
    await hooks.change(backend, "install", me);
    expect(await statusOf(backend)).toMatchObject({ state: "installed", settingsPath: join(home, path) });
    const text = await contentOf(path);
    expect(text).toContain(`/hook/hook.sh signalbox ${backend}"`);
    expect(text).toContain(theirs.split("\n")[2]?.trim().slice(0, 20));
    await hooks.change(backend, "remove", me);
    expect(await contentOf(path)).toBe(theirs);
  });
});

test("Codex is asked for its trust, which the status says until it is given", async () => {
  await hooks.change("codex", "install", me);
  expect((await statusOf("codex"))?.problem).toContain("Trust all and continue");
  expect((await hooks.list()).find(({ backend }) => backend === "gemini")?.problem).toBeNull();
});

test("Gemini CLI's switch for all hooks is told", async () => {
  await given(".gemini/settings.json", '{ "hooksConfig": { "enabled": false } }');
  expect((await statusOf("gemini"))?.problem).toContain('"hooksConfig.enabled" is off');
});

test("Gemini CLI counts in milliseconds, the others in seconds", async () => {
  await hooks.change("gemini", "install", me);
  await hooks.change("codex", "install", me);
  expect(await contentOf(".gemini/settings.json")).toContain('"timeout": 5000');
  // Gemini CLI shows a hook while it runs: by this name, else by its whole command.
  expect(await contentOf(".gemini/settings.json")).toContain('"name": "signalbox"');
  expect(await contentOf(".codex/hooks.json")).toContain('"timeout": 3');
});

test("a file that does not answer keeps nobody from seeing how all CLIs are, and takes one thread", async () => {
  await hooks.change("codex", "install", me);
  const pipe = join(home, ".codex", "config.toml");
  execFileSync("mkfifo", [pipe]);
  try {
    for (const why of ["did not answer within", "does not answer"]) {
      const found = await hooks.list();
      expect(found.find(({ backend }) => backend === "codex")).toMatchObject({
        state: "unreadable",
        problem: expect.stringContaining(why),
      });
      expect(found.find(({ backend }) => backend === "gemini")).toMatchObject({ state: "not_installed" });
    }
  } finally {
    // Whoever opens it for both waits for nobody, and who waits for a writer goes on.
    await (await open(pipe, "r+")).close();
  }
});
