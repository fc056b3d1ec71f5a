import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { parse } from "jsonc-parser";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aLog } from "../../platform/events/testing.ts";
import { findProgram, runProgram } from "../../platform/processes/run-program.ts";
import { createHookFolder, type HookFolder } from "./hook-folder.ts";
import { createHooksService, type HooksApi } from "./hooks.service.ts";
import { pickCli, supportedClis } from "./supported-clis.ts";
import { testEventName } from "./test-event.ts";

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
let settings: string;
let bin: string;
let folder: HookFolder;
let hooks: HooksApi;
let audited: string[];
let beforeAudit: () => Promise<void>;
beforeEach(async () => {
  home = temporaryFolder("hooks");
  settings = join(home, ".claude", "settings.json");
  bin = join(home, "bin");
  await mkdir(bin);
  folder = createHookFolder(join(home, "state"));
  const inHome = (name: string) => join(home, name);
  const cliFolders = {
    ...{ claude: inHome(".claude"), codex: inHome(".codex") },
    ...{ gemini: inHome(".gemini"), opencode: inHome("opencode") },
  };
  audited = [];
  beforeAudit = async () => {};
  hooks = createHooksService({
    folder,
    clis: supportedClis(cliFolders, folder),
    db,
    events: log,
    clock: fixedClock(),
    audit: async (_tx, act) => {
      await beforeAudit();
      audited.push(`${act.actor} ${act.action} ${act.subject.id}`);
    },
    hearing: { lastHeard: async () => new Date("2026-01-02T03:04:05.000Z") },
    programs: {
      find: (name) => findProgram(name, `${bin}:${process.env.PATH}`),
      run: (file, args, input = "") =>
        runProgram({ file, args, input, env: { PATH: process.env.PATH ?? "" }, timeoutMs: 5_000 }),
    },
  });
});
afterEach(() => removeFolder(home));

const me = { actor: "sign_in:me", correlationId: newId() };
const install = () => hooks.change("claude", "install", me);
const remove = () => hooks.change("claude", "remove", me);
const status = async () => (await hooks.list())[0];
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
const given = async (contents: string | Buffer, mode = 0o644) => {
  await mkdir(join(home, ".claude"), { recursive: true });
  await writeFile(settings, contents);
  await chmod(settings, mode);
};
const codeOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
  return undefined;
};

const theirs = `{
  // mine
  "model": "opus",
  "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "say done" } ] } ] },
}
`;

describe("installing", () => {
  test("makes folder and file for the person alone where there are none, and leaves no copy", async () => {
    const change = await install();
    expect(change).toMatchObject({
      backend: "claude",
      settingsPath: settings,
      backupPath: null,
      changed: true,
    });
    expect(change.lines.every((line) => line.kind === "added")).toBe(true);
    expect(await modeOf(settings)).toBe("600");
    expect(await modeOf(join(home, ".claude"))).toBe("700");
    expect(await readdir(join(home, ".claude"))).toEqual(["settings.json"]);
    expect(await status()).toMatchObject({ state: "installed", foreignEntries: 0, problem: null });
  });

  test("keeps the file's mode and a copy of it as it was", async () => {
    await given(theirs, 0o640);
    const change = await install();
    expect(change.backupPath).toBe(`${settings}.before-signalbox`);
    expect(await readFile(`${settings}.before-signalbox`, "utf8")).toBe(theirs);
    expect([await modeOf(settings), await modeOf(`${settings}.before-signalbox`)]).toEqual(["640", "640"]);
    expect(await readdir(join(home, ".claude"))).toHaveLength(2);
  });

  test("is told as an event and in the audit, with who did it", async () => {
    const { newest } = await log.range();
    await install();
    const [event] = await log.read(newest, {}, 10);
    expect(event).toMatchObject({
      type: "hooks.installed",
      actor: "sign_in:me",
      data: { backend: "claude", settingsPath: settings },
    });
    expect(audited).toEqual(["sign_in:me hooks.installed claude"]);
  });

  test("again changes nothing: no write, no event, no new copy", async () => {
    await given(theirs);
    await install();
    const before = await stat(settings);
    const { newest } = await log.range();
    expect(await install()).toMatchObject({ changed: false, backupPath: null, lines: [] });
    expect((await stat(settings)).ino).toBe(before.ino);
    expect((await log.range()).newest).toBe(newest);
  });

  test("brings old entries up to date and keeps the copy from before the first install", async () => {
    await given(theirs);
    await install();
    const outdated = (await readFile(settings, "utf8"))
      .replaceAll(home, "/old/place")
      .replaceAll('"timeout": 5', '"timeout": 60');
    await given(outdated);
    expect(await status()).toMatchObject({ state: "outdated" });
    await install();
    expect(await readFile(settings, "utf8")).not.toContain("/old/place");
    expect(await status()).toMatchObject({ state: "installed", foreignEntries: 1 });
    expect(await readFile(`${settings}.before-signalbox`, "utf8")).toBe(theirs);
  });

  test("edits the file behind symlinks and leaves the links", async () => {
    const real = join(home, "dotfiles", "claude.json");
    await mkdir(join(home, "dotfiles"));
    await mkdir(join(home, ".claude"));
    await writeFile(real, theirs);
    await symlink("../dotfiles/link.json", settings);
    await symlink("claude.json", join(home, "dotfiles", "link.json"));
    expect(await install()).toMatchObject({ settingsPath: real });
    expect((await lstat(settings)).isSymbolicLink()).toBe(true);
    expect(await readlink(settings)).toBe("../dotfiles/link.json");
    expect(await readFile(real, "utf8")).toContain("hook.sh");
    await remove();
    expect(await readFile(real, "utf8")).toBe(theirs);
  });

  test("edits the file that a relative link means in the folder where it really lies", async () => {
    const real = join(home, "dot", "shared", "settings.json");
    await mkdir(join(home, "dot", "claude"), { recursive: true });
    await mkdir(join(home, "dot", "shared"));
    await writeFile(real, theirs);
    await symlink("../shared/settings.json", join(home, "dot", "claude", "settings.json"));
    await symlink("dot/claude", join(home, ".claude"));
    expect(await install()).toMatchObject({ settingsPath: real });
    expect(await readFile(real, "utf8")).toContain("hook.sh");
    expect(await readdir(home)).not.toContain("shared");
  });

  test("follows a link through another link's parent folder", async () => {
    await mkdir(join(home, "far", "deep"), { recursive: true });
    await mkdir(join(home, ".claude"));
    await symlink("../far/deep", join(home, ".claude", "folder"));
    await symlink("folder/../settings.json", settings);
    expect(await install()).toMatchObject({ settingsPath: join(home, "far", "settings.json") });
    expect(await status()).toMatchObject({ state: "installed" });
  });

  test("makes the folder that a linked one leads to", async () => {
    await symlink("dotfiles/claude", join(home, ".claude"));
    await install();
    expect(await readdir(join(home, "dotfiles", "claude"))).toEqual(["settings.json"]);
    expect(await status()).toMatchObject({ state: "installed" });
  });

  test("through a link that leads nowhere yet makes the file there", async () => {
    await mkdir(join(home, ".claude"));
    await symlink(join(home, "dotfiles", "claude.json"), settings);
    await install();
    expect(parse(await readFile(join(home, "dotfiles", "claude.json"), "utf8")).hooks.Stop).toHaveLength(1);
  });

  test("many at once end as one", async () => {
    await given(theirs);
    const changes = await Promise.all([install(), install(), install()]);
    expect(changes.map((change) => change.changed)).toEqual([true, false, false]);
  });
});

describe("removing", () => {
  test.each([
    ["as people write it", theirs],
    ["with an empty hooks block", '{\n  "hooks": {\n  }\n}'],
    ["empty", ""],
    ["in one line", '{"model":"opus"}'],
    ["with a byte order mark and Windows line ends", '\uFEFF{\r\n\t"model": "opus"\r\n}\r\n'],
  ])("brings back a file %s, byte for byte", async (_, original) => {
    await given(original);
    await install();
    expect(await readFile(settings, "utf8")).not.toBe(original);
    expect(await remove()).toMatchObject({ changed: true, backupPath: null });
    expect(await readFile(settings)).toEqual(Buffer.from(original));
    expect(await status()).toMatchObject({ state: "not_installed" });
  });

  test("takes away the file that only held ours", async () => {
    await install();
    await remove();
    expect(await readdir(join(home, ".claude"))).toEqual([]);
  });

  test("takes away the file it made though a copy of an older one lies there", async () => {
    await given(theirs);
    await install();
    await rm(settings);
    await install();
    await remove();
    expect(await readdir(join(home, ".claude"))).toEqual(["settings.json.before-signalbox"]);
  });

  test("keeps what was changed since", async () => {
    await given(theirs);
    await install();
    await given((await readFile(settings, "utf8")).replace('"opus"', '"sonnet"'));
    await remove();
    expect(await readFile(settings, "utf8")).toBe(theirs.replace('"opus"', '"sonnet"'));
  });

  test("what is not there changes nothing", async () => {
    await given(theirs);
    expect(await remove()).toMatchObject({ changed: false, lines: [] });
    await rm(settings);
    expect(await remove()).toMatchObject({ changed: false });
  });
});

describe("refusing, and leaving everything as it was", () => {
  const refusals: [string, string, () => Promise<unknown>][] = [
    ["a broken file", "hooks.settings_malformed", () => given('{ "model": ')],
    ["a file that is no UTF-8", "hooks.settings_malformed", () => given(Buffer.from([0x7b, 0xff, 0x7d]))],
    [
      "a file nested without end",
      "hooks.settings_malformed",
      () => given(`{"a": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`),
    ],
    [
      "a file larger than any settings",
      "hooks.settings_malformed",
      () => given(JSON.stringify({ a: "x".repeat(2 ** 18) })),
    ],
    ["a hooks block of another type", "hooks.settings_malformed", () => given('{"hooks": []}')],
    ["a read-only file", "hooks.settings_read_only", () => given(theirs, 0o444)],
    [
      "a read-only folder",
      "hooks.settings_read_only",
      () => given(theirs).then(() => chmod(join(home, ".claude"), 0o555)),
    ],
    ["a folder in the file's place", "hooks.settings_malformed", () => mkdir(settings, { recursive: true })],
    [
      "a circle of links",
      "hooks.settings_malformed",
      () => mkdir(join(home, ".claude")).then(() => symlink("settings.json", settings)),
    ],
  ];
  test.each(refusals)("%s", async (_, code, make) => {
    await make();
    const bytes = () => readFile(settings).catch(() => null);
    const before = await bytes();
    expect(await codeOf(hooks.preview("claude", "install"))).toBe(code);
    expect(await codeOf(install())).toBe(code);
    expect(await bytes()).toEqual(before);
    expect((await readdir(join(home, ".claude"))).filter((name) => name !== "settings.json")).toEqual([]);
    await chmod(join(home, ".claude"), 0o755);
  });

  test("a circle of linked folders", async () => {
    await symlink("other", join(home, ".claude"));
    await symlink(".claude", join(home, "other"));
    expect(await codeOf(install())).toBe("hooks.settings_malformed");
  });

  test("a broken file is told with line and column, and shown as unreadable", async () => {
    await given('{\n  "model": opus\n}');
    expect(await status()).toMatchObject({
      state: "unreadable",
      problem: expect.stringContaining("line 2, column 12"),
    });
  });

  test("a CLI that we can't hook into", () => {
    expect(() => pickCli([], "codex")).toThrow(
      expect.objectContaining({ code: "hooks.backend_unsupported" }),
    );
  });
});

describe("a change that can't be recorded", () => {
  const unrecorded = new AppError("unavailable", "database.disk_full", "Full");
  const cases: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ["installing", () => given(theirs, 0o640), install],
    ["installing where no file is", async () => {}, install],
    ["removing", () => given(theirs).then(install), remove],
    ["removing the file that we made", install, remove],
  ];
  test.each(cases)("is taken back and can be made again: %s", async (_, make, change) => {
    await make();
    const now = async () => [await readFile(settings, "utf8").catch(() => null), await status()];
    const before = await now();
    const { newest } = await log.range();
    beforeAudit = () => Promise.reject(unrecorded);
    await expect(change()).rejects.toBe(unrecorded);
    expect(await now()).toEqual(before);
    expect((await log.range()).newest).toBe(newest);

    beforeAudit = async () => {};
    expect(await change()).toMatchObject({ changed: true });
    expect(await log.read(newest, {}, 10)).toHaveLength(1);
  });

  test("stays where something else wrote the file meanwhile, and both faults are told", async () => {
    await given(theirs);
    beforeAudit = async () => {
      await writeFile(settings, "{}");
      throw unrecorded;
    };
    await expect(install()).rejects.toMatchObject({
      errors: [unrecorded, { code: "hooks.settings_changed" }],
    });
    expect(await readFile(settings, "utf8")).toBe("{}");
  });
});

test("a preview shows what would change and changes nothing", async () => {
  await given(theirs);
  const preview = await hooks.preview("claude", "install");
  expect(await readFile(settings, "utf8")).toBe(theirs);
  const { lines } = await install();
  expect(preview.lines).toEqual(lines);
  expect(lines.slice(0, 4)).toEqual([
    { kind: "same", number: 1, text: "{" },
    { kind: "same", number: 2, text: "  // mine" },
    { kind: "same", number: 3, text: '  "model": "opus",' },
    { kind: "removed", number: 4, text: theirs.split("\n")[3] },
  ]);
});

test("the CLI on the path is shown with its version, and when it was last heard", async () => {
  await writeFile(join(bin, "claude"), "#!/bin/sh\necho '2.1.329 (Claude Code)'\n", { mode: 0o755 });
  expect(await status()).toMatchObject({
    name: "Claude Code",
    cli: { path: join(bin, "claude"), version: "2.1.329" },
    lastHeardAt: "2026-01-02T03:04:05.000Z",
  });
});

test("a CLI is asked for its version once, and again when it is another one", async () => {
  const asked = join(home, "asked");
  const cli = (version: string) => `#!/bin/sh\necho asked >>'${asked}'\necho ${version}\n`;
  await writeFile(join(bin, "claude"), cli("1.0.0"), { mode: 0o755 });
  for (const _ of [1, 2]) expect((await status())?.cli?.version).toBe("1.0.0");
  expect(await readFile(asked, "utf8")).toBe("asked\n");
  await writeFile(join(bin, "claude"), cli("1.0.10"), { mode: 0o755 });
  expect((await status())?.cli?.version).toBe("1.0.10");
});

test("a file in which all hooks are switched off says so", async () => {
  await given('{"disableAllHooks": true}');
  await install();
  expect(await status()).toMatchObject({
    state: "installed",
    problem: expect.stringContaining("disableAllHooks"),
  });
});

test("a file that the CLI ignores for its comments says so", async () => {
  await given(theirs);
  await install();
  expect(await status()).toMatchObject({ state: "installed", problem: expect.stringContaining("comments") });
});

describe("testing", () => {
  test("is refused in words before the hooks are installed", async () => {
    expect(await hooks.test("claude")).toEqual({
      heard: false,
      tookMs: 0,
      problem: "The hooks are not installed. Install them first",
    });
  });

  test("hears the script's own payload", async () => {
    await install();
    await folder.writeScript();
    await writeFile(folder.keyPath, "Authorization: Bearer secret\n");
    const server = createServer(async (request, response) => {
      const { hook_event_name, session_id } = JSON.parse(await text(request));
      if (hook_event_name === testEventName) hooks.testHeard(session_id);
      response.writeHead(202).end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    await hooks.listensOn(typeof address === "object" && address !== null ? address.port : 0);
    expect(await hooks.test("claude")).toMatchObject({ heard: true, problem: null });
    server.close();
  });

  test("says which file of the script is missing", async () => {
    await install();
    await folder.writeScript();
    expect(await hooks.test("claude")).toMatchObject({
      heard: false,
      problem: expect.stringContaining(join("hook", "key")),
    });
  });
});
