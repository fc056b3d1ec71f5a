import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { startOwned } from "../../platform/processes/owned-process.ts";
import { createProcessTable } from "../../platform/processes/process-table.ts";
import { moveToOpened, moveToOpening } from "./launch-moves.repository.ts";
import { aMachine } from "./launches.testing.ts";
import { type Owner, ownOwner } from "./opening/owner.ts";
import { wordOfEnd } from "./opening/settle-headless.ts";

const table = createProcessTable(process.env.PATH ?? "");
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const birthOf = async (pid: number) => (await table.look([pid]))?.get(pid)?.birth ?? null;

/** A program that does nothing, and ends when it is told to. */
async function aProgram() {
  const program = await startOwned({
    file: "/bin/sleep",
    args: ["600"],
    env: {},
    cwd: "/",
    onLine: () => {},
  });
  onTestFinished(() => program.signal("SIGKILL"));
  return { program, as: { pid: program.pid, birth: await birthOf(program.pid) } satisfies Owner };
}

/** A launch without a terminal that some server process owns, with a process of its own. */
async function owned(owner: Owner) {
  const machine = await aMachine(db);
  const { program, as } = await aProgram();
  const { id, session } = await machine.begun({ mode: "headless" });
  await db.transaction((tx) => moveToOpening(tx, id, owner));
  const opened = { waits: false, session, pane: null, ...as, sessionId: "s", at: new Date() };
  await db.transaction((tx) => moveToOpened(tx, id, opened));
  const round = async () => {
    await machine.rounds.round();
    await machine.rounds.idle();
  };
  return { ...machine, id, program, round };
}

describe("an agent without a terminal", () => {
  test("whose server is gone is ended by the next one, which says so", async () => {
    const gone = await aProgram();
    gone.program.signal("SIGKILL");
    await gone.program.exited;
    const { id, now, round, program } = await owned(gone.as);
    await round();
    expect(await program.exited).toMatchObject({ signal: "SIGTERM" });
    await until(
      async () => {
        await round();
        return (await now(id))?.ended_at ?? undefined;
      },
      async () => JSON.stringify(await now(id)),
    );
    expect(await now(id)).toMatchObject({
      state: "failed",
      reason: "The server that ran it went away, and it ended with it",
    });
  });

  test("of another server that lives is left alone, and so is its end", async () => {
    const another = await aProgram();
    const { id, now, round, program } = await owned(another.as);
    await round();
    expect(await birthOf(program.pid)).not.toBeNull();
    program.signal("SIGKILL");
    await program.exited;
    await round();
    expect(await now(id)).toMatchObject({ state: "starting", ended_at: null });
  });

  test("that was being started when its server went is not started again", async () => {
    const machine = await aMachine(db);
    const { id } = await machine.begun({ mode: "headless" });
    const { pid } = await ownOwner(table);
    await db.transaction((tx) => moveToOpening(tx, id, { pid, birth: "another" }));
    await machine.rounds.round();
    await machine.rounds.idle();
    expect(await machine.now(id)).toMatchObject({
      ...{ state: "failed", reason: "The server went while it was being started", prompt: null },
    });
  });

  test("tells how it ended, and what it said last where that was wrong", () => {
    const end = { code: 0, signal: null, lastWords: "a warning" };
    const running = { state: "running" } as const;
    expect(wordOfEnd(running, end)).toEqual({ state: "ended", reason: "It ended", lastLines: null });
    expect(wordOfEnd(running, { ...end, code: 3 })).toEqual({
      ...{ state: "ended", reason: "It ended, with exit code 3", lastLines: "a warning" },
    });
    expect(wordOfEnd(running, { ...end, code: null, signal: "SIGKILL" })).toMatchObject({
      reason: "It ended, by signal 9",
    });
    expect(wordOfEnd({ state: "starting" }, end)).toMatchObject({ state: "failed", lastLines: "a warning" });
  });
});
