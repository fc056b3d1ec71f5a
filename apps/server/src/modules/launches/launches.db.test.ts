import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { createProcessGroups } from "../../platform/processes/process-groups.ts";
import { createProcessTable } from "../../platform/processes/process-table.ts";
import { createProgramList } from "../../platform/processes/program-list.ts";
import { createTmuxSessions } from "../../platform/tmux/sessions.ts";
import { createTargets } from "./ending/target.ts";
import { tellLaunch } from "./launch-log.ts";
import { moveToOpened, moveToOpening, moveToOver, moveToRunning } from "./launch-moves.repository.ts";
import { findLaunch, insertLaunch } from "./launches.repository.ts";
import { Rounds } from "./opening/rounds.ts";
import type { LaunchesOptions } from "./options.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const path = process.env.PATH ?? "";
const log = pino({ level: "silent" });

/** A machine with a tmux server of its own, and nobody's agents on it. */
async function aMachine() {
  const folder = temporaryFolder("launches");
  const socket = join(folder, "socket");
  const hostId = newId();
  const clock = { now: () => new Date() };
  const at = clock.now();
  const host = { id: hostId, key: hostId, name: "here", platform: "linux", created_at: at, last_seen_at: at };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
  const events = createEventLog({ db, log });
  const sessions = createTmuxSessions({ path, env: { TERM: "xterm-256color" } });
  const environment = { HOME: folder };
  const cliFolders = { claude: folder, codex: folder, gemini: folder, opencode: folder };
  const options: LaunchesOptions = {
    ...{ db, events, clock, log, sessions, isHere: true },
    audit: { record: async () => {} },
    refuseWatchedAgent: async () => {},
    rules: {
      ...{ most: 10, folders: [folder], closed: [], environment, home: folder, path, cliFolders },
      ...{ socket, sockets: [socket], usualSocket: socket },
    },
    places: {
      hostId: () => hostId,
      project: () => Promise.reject(new Error("there is none")),
      projectAt: async () => null,
    },
    agents: {
      agent: () => Promise.reject(new Error("there is none")),
      heardSince: async () => [],
      watchedProcesses: async () => [],
    },
    table: createProcessTable(path),
    groups: createProcessGroups(path),
    programs: createProgramList(path),
    tell: tellLaunch(events, clock),
    bell: { ring: () => {} },
    stopping: new AbortController().signal,
  };
  const begun = async () => {
    const id = newId();
    const launch = await db.transaction((tx) =>
      insertLaunch(tx, {
        ...{
          id,
          hostId,
          projectId: null,
          resumes: null,
          backend: "claude",
          key: id,
          name: null,
          cwd: folder,
        },
        ...{ prompt: "a prompt", args: [], sessionId: null, socket, session: `signalbox-${id.slice(-8)}` },
        ...{ worktree: null, by: { actor: "system", name: "somebody", correlationId: newId() }, at },
      }),
    );
    if (launch === undefined) throw new Error("it was there before");
    return launch;
  };
  const now = (id: string) => findLaunch(db.read, id);
  onTestFinished(async () => {
    for (const { pane } of await sessions.panes(socket)) await sessions.close(socket, pane);
    removeFolder(folder);
  });
  const open = (id: string, name: string, ...command: string[]) =>
    sessions.open({ socket, name, cwd: folder, mark: id, command, env: {} });
  return { options, rounds: new Rounds(options), begun, now, open, folder };
}

const settled = async ({ rounds }: Awaited<ReturnType<typeof aMachine>>) => {
  await rounds.round();
  await rounds.idle();
};

describe.skipIf(isMissing(findTmux()))("a server that starts after one that was killed", () => {
  test("as it opened a terminal finds that terminal, and opens no other", async () => {
    const machine = await aMachine();
    const { id, session } = await machine.begun();
    await db.transaction((tx) => moveToOpening(tx, id));
    await machine.open(id, session, "sleep", "600");
    await settled(machine);
    expect(await machine.now(id)).toMatchObject({ state: "starting", step: "opened", prompt: null });
    expect((await machine.now(id))?.birth).not.toBeNull();
    await settled(machine);
    expect(await machine.options.sessions.panes(machine.options.rules.socket)).toHaveLength(1);
  });

  test("before it opened one says so, and starts nothing that may have run already", async () => {
    const machine = await aMachine();
    const { id } = await machine.begun();
    await db.transaction((tx) => moveToOpening(tx, id));
    await settled(machine);
    expect(await machine.now(id)).toMatchObject({
      state: "failed",
      reason: "The server went while its terminal was being opened, and nothing runs under its name",
      prompt: null,
    });
  });

  test("while agents run sees which of them have ended meanwhile", async () => {
    const machine = await aMachine();
    const [lives, ended] = [await machine.begun(), await machine.begun()];
    for (const { id, session } of [lives, ended]) {
      await db.transaction((tx) => moveToOpening(tx, id));
      await machine.open(id, session, "sh", "-c", "read -r word; echo lost; exit 4");
    }
    await settled(machine);
    const pane = (await machine.now(ended.id))?.pane ?? "";
    await machine.options.sessions.press(machine.options.rules.socket, pane, "Enter");
    await until(
      async () => {
        await settled(machine);
        return (await machine.now(ended.id))?.ended_at ?? undefined;
      },
      () => "its end",
    );
    expect(await machine.now(ended.id)).toMatchObject({
      state: "failed",
      reason: "It ended before anything was heard of it, with exit code 4",
      last_lines: expect.stringContaining("lost"),
    });
    expect(await machine.now(lives.id)).toMatchObject({ state: "starting", step: "opened" });
  });
});

test("a launch moves only from where it stands", async () => {
  const { begun } = await aMachine();
  const { id } = await begun();
  const at = new Date();
  const opened = { session: "s", pane: "%1", pid: 1, birth: "b", at };
  const over = { state: "ended", reason: "It ended", lastLines: null, at } as const;
  await db.transaction(async (tx) => {
    expect(await moveToOpened(tx, id, opened)).toBeUndefined();
    expect(await moveToOpening(tx, id)).toBeDefined();
    expect(await moveToOpening(tx, id)).toBeUndefined();
    expect(await moveToRunning(tx, id, newId())).toBeUndefined();
    expect(await moveToOpened(tx, id, opened)).toBeDefined();
    expect(await moveToOver(tx, id, over)).toBeDefined();
    expect(await moveToOver(tx, id, over)).toBeUndefined();
  });
});

test("a number that is another process's by now is no target", async () => {
  const { options } = await aMachine();
  const child = spawn("sleep", ["600"]);
  await once(child, "spawn");
  onTestFinished(async () => {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  });
  const pid = child.pid ?? 0;
  const { isThere } = createTargets(options);
  const birth = (await options.table.look([pid]))?.get(pid)?.birth ?? "";
  expect(await isThere({ pid, birth })).toBe(true);
  expect(await isThere({ pid, birth: "before-the-boot:1" })).toBe(false);
});
