import { setTimeout as pause } from "node:timers/promises";
import { launchFailed, launchOpened } from "@signalbox/contract/launches";
import { messageOf } from "../../../kernel/errors.ts";
import { NotOpened } from "../../drivers/index.ts";
import { moveToOpened, moveToOpening, moveToOver } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { adoptOnceWritten, adoptOwned } from "./adopt-owned.ts";
import { argsOf, cleanEnvironment } from "./command.ts";
import type { Opener } from "./opener.ts";
import { ownerOf, ownOwner } from "./owner.ts";

const askAgainMs = 300;

/** Opens launches without a terminal: the CLI is a child of this server. */
export const createHeadlessOpener = (options: LaunchesOptions): Opener => {
  const { db, clock, log, tell, drivers, table, rules } = options;

  const fail = (row: LaunchRow, reason: string, lastLines: string | null = null) =>
    db.transaction(async (tx) => {
      const over = { state: "failed", reason, lastLines, at: clock.now() } as const;
      const moved = await moveToOver(tx, row.id, over);
      if (moved !== undefined) tell(tx, launchFailed, moved);
    });

  /** Where the system is slow to tell, it is asked again. */
  const birthOf = async (pid: number): Promise<string | null> => {
    for (let asked = 0; asked < 3; asked++) {
      const birth = (await table.look([pid]))?.get(pid)?.birth;
      if (birth !== undefined) return birth;
      await pause(askAgainMs);
    }
    return null;
  };

  const start = (row: LaunchRow) =>
    drivers.start({
      ...{ launchId: row.id, backend: row.backend, cwd: row.cwd, args: argsOf(row) },
      env: cleanEnvironment(rules.environment),
      sessionId: row.resumes_agent_id === null ? row.session_id : null,
      resumes: row.resumes_agent_id === null ? null : row.session_id,
    });

  const opened = async (row: LaunchRow, { pid, sessionId }: { pid: number; sessionId: string }) => {
    const birth = await birthOf(pid);
    const at = clock.now();
    const now = { waits: false, session: row.session, pane: null, pid, birth, sessionId, at };
    await db.transaction(async (tx) => {
      const moved = await moveToOpened(tx, row.id, now);
      if (moved === undefined) throw new Error("the launch was over before its session was open");
      tell(tx, launchOpened, moved);
    });
    const session = birth === null ? null : { pid, birth, sessionId, at };
    if (session !== null) await adoptOwned(row, session, options);
    if (row.prompt !== null && (await drivers.ofLaunch(row.id)?.say(row.prompt)) !== true) {
      await drivers.ofLaunch(row.id)?.end();
      return fail(row, "It took no first prompt");
    }
    if (session === null) return;
    // It may take a while until a session is written.
    void adoptOnceWritten(row, session, options).catch((error: unknown) =>
      log.warn({ err: error, launchId: row.id }, "a session could not be looked for"),
    );
  };

  return {
    async open(row) {
      // The next server opens it.
      if (options.stopping.aborted) return;
      const owner = await ownOwner(table);
      const moved = await db.transaction((tx) => moveToOpening(tx, row.id, owner));
      if (moved === undefined) return;
      let session: { pid: number; sessionId: string };
      try {
        session = await start(row);
      } catch (error) {
        return fail(row, `It did not start: ${messageOf(error)}`, lastWordsOf(error));
      }
      try {
        await opened(row, session);
      } catch (error) {
        // Nobody would know of it any more.
        await drivers.ofLaunch(row.id)?.end();
        drivers.forget(row.id);
        throw error;
      }
    },
    async recover(row) {
      if ((await ownerOf(row, table)) === "another") return;
      await fail(row, "The server went while it was being started");
    },
  };
};

const lastWordsOf = (error: unknown): string | null => (error instanceof NotOpened ? error.lastWords : null);
