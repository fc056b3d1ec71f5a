import { spawn } from "node:child_process";
import { once } from "node:events";
import { findTmux, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createTargets } from "./ending/target.ts";
import { moveToOpened, moveToOpening, moveToOver, moveToRunning } from "./launch-moves.repository.ts";
import { aMachine } from "./launches.testing.ts";
import { Rounds } from "./opening/rounds.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const settled = async ({ rounds }: Awaited<ReturnType<typeof aMachine>>) => {
  await rounds.round();
  await rounds.idle();
};

describe.skipIf(isMissing(findTmux()))("a server that starts after one that was killed", () => {
  test("as it opened a terminal finds that terminal, and opens no other", async () => {
    const machine = await aMachine(db);
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
    const machine = await aMachine(db);
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
    const machine = await aMachine(db);
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
      // How it ended tmux may miss on a busy machine.
      reason: expect.stringMatching(/^It ended before anything was heard of it(?:, with exit code 4)?$/),
      last_lines: expect.stringContaining("lost"),
    });
    expect(await machine.now(lives.id)).toMatchObject({ state: "starting", step: "opened" });
  });
});

test("a launch that waits for its first prompt is open until its agent is known, or it is left", async () => {
  const { begun, now } = await aMachine(db);
  const opened = { session: "waits", pane: "%1", pid: 1, birth: "b", waits: true, at: new Date() };
  const { id } = await begun({ prompt: null });
  await db.transaction(async (tx) => {
    await moveToOpening(tx, id);
    expect(await moveToOpened(tx, id, opened)).toMatchObject({ state: "waiting" });
    expect(await moveToOpened(tx, id, opened)).toBeUndefined();
  });
  const left = { state: "ended", reason: "It ended", lastLines: null, at: new Date() } as const;
  await db.transaction((tx) => moveToOver(tx, id, left));
  expect(await now(id)).toMatchObject({ state: "ended" });
});

test("a launch moves only from where it stands", async () => {
  const { begun } = await aMachine(db);
  const { id } = await begun();
  const at = new Date();
  const opened = { session: "s", pane: "%1", pid: 1, birth: "b", waits: false, at };
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
  const { options } = await aMachine(db);
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

test("what fails is tried again in the next round, and asks for none at once", async () => {
  const { options, begun, now } = await aMachine(db);
  const { id } = await begun();
  await db.transaction((tx) => moveToOpening(tx, id));
  let rung = 0;
  let isBroken = true;
  const sessions = {
    ...options.sessions,
    panes: async () => {
      if (isBroken) throw new Error("tmux does not tell");
      return [];
    },
  };
  const rounds = new Rounds({ ...options, sessions, bell: { ring: () => void rung++ } });
  await rounds.round();
  await rounds.idle();
  expect(rung).toBe(0);
  isBroken = false;
  await rounds.round();
  await rounds.idle();
  expect(rung).toBe(1);
  expect(await now(id)).toMatchObject({ state: "failed" });
});
