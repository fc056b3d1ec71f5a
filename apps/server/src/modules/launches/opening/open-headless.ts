import { setTimeout as pause } from "node:timers/promises";
import { launchFailed, launchOpened } from "@signalbox/contract/launches";
import { messageOf } from "../../../kernel/errors.ts";
import { adapterOf } from "../../backends/index.ts";
import { NotOpened } from "../../drivers/index.ts";
import { moveToOpened, moveToOpening, moveToOver } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { argsOf, cleanEnvironment } from "./command.ts";
import type { Opener } from "./opener.ts";
import { ownerOf, ownOwner } from "./owner.ts";

/** Opens launches without a terminal: the CLI is a child of this server. */
export const createHeadlessOpener = (options: LaunchesOptions): Opener => {
  const { db, clock, tell, drivers, table, rules } = options;

  const fail = (row: LaunchRow, reason: string, lastLines: string | null = null) =>
    db.transaction(async (tx) => {
      const over = { state: "failed", reason, lastLines, at: clock.now() } as const;
      const moved = await moveToOver(tx, row.id, over);
      if (moved !== undefined) tell(tx, launchFailed, moved);
    });

  const start = (row: LaunchRow) =>
    drivers.start({
      ...{ launchId: row.id, backend: row.backend, cwd: row.cwd, args: argsOf(row) },
      env: cleanEnvironment(rules.environment),
      sessionId: row.resumes_agent_id === null ? row.session_id : null,
      resumes: row.resumes_agent_id === null ? null : row.session_id,
    });

  const opened = async (row: LaunchRow, { pid, sessionId }: { pid: number; sessionId: string }) => {
    const birth = (await table.look([pid]))?.get(pid)?.birth ?? null;
    const at = clock.now();
    const now = { session: row.session, pane: null, pid, birth, sessionId, at };
    const moved = await db.transaction(async (tx) => {
      const moved = await moveToOpened(tx, row.id, now);
      if (moved !== undefined) tell(tx, launchOpened, moved);
      return moved;
    });
    if (moved !== undefined && birth !== null) await adopt(moved, { pid, birth, sessionId, at }, options);
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
      await opened(row, session);
      if (row.prompt !== null) await drivers.ofLaunch(row.id)?.say(row.prompt);
      // It may take a while until a session is written, and it may end meanwhile.
      void adoptOnceWritten(row, session, options).catch((error: unknown) =>
        options.log.warn({ err: error, launchId: row.id }, "a session could not be looked for"),
      );
    },
    async recover(row) {
      if ((await ownerOf(row, table)) === "another") return;
      await fail(row, "The server went while it was being started");
    },
  };
};

const lastWordsOf = (error: unknown): string | null => (error instanceof NotOpened ? error.lastWords : null);

interface OpenSession {
  pid: number;
  birth: string;
  sessionId: string;
  at: Date;
}

/** So long a transcript is looked for, and how often. Of what is said later hooks tell, or the question that it leads to. */
const [writtenWithinMs, lookEveryMs] = [30_000, 1_000];

/** Takes in a session whose file nobody knows before it is there. */
async function adoptOnceWritten(
  row: LaunchRow,
  { pid, sessionId }: { pid: number; sessionId: string },
  { agents, rules, table, stopping, clock }: LaunchesOptions,
): Promise<void> {
  const { backend, cwd } = row;
  if (pathOf(row, sessionId, rules) !== null || adapterOf(backend)?.transcript.kind === "store") return;
  const at = clock.now();
  const search = {
    backend,
    folder: rules.cliFolders[backend],
    since: at.getTime() - 60_000,
    signal: stopping,
  };
  for (let waited = 0; waited < writtenWithinMs && !stopping.aborted; waited += lookEveryMs) {
    const birth = (await table.look([pid]))?.get(pid)?.birth;
    if (birth === undefined) return;
    const found = (await agents.recentTranscripts(search)).find((one) => one.sessionId === sessionId);
    if (found !== undefined) {
      const session = { backend, sessionId, pid, birth, pane: null, startedAt: at, cwd };
      return agents.adoption.adopt({ ...session, transcriptPath: found.path, by: "Signalbox runs it" });
    }
    await pause(lookEveryMs, undefined, { signal: stopping }).catch(() => {});
  }
}

/** Where a session is written, of a CLI whose files are named by their sessions. */
function pathOf(
  { backend, cwd }: LaunchRow,
  sessionId: string,
  { cliFolders }: Pick<LaunchesOptions["rules"], "cliFolders">,
): string | null {
  const told = { sessionId, cwd, began: null, waitsSince: null };
  return adapterOf(backend)?.running.register?.transcript(cliFolders[backend], told) ?? null;
}

/**
 * The session is known at once, hooks or none, where it is known where it is written, or it was before; of another, its
 * hooks tell with its first prompt.
 */
async function adopt(
  row: LaunchRow,
  { pid, birth, sessionId, at }: OpenSession,
  { agents, rules }: LaunchesOptions,
): Promise<void> {
  const { backend, cwd } = row;
  const transcriptPath = pathOf(row, sessionId, rules);
  const isTold = transcriptPath !== null || adapterOf(backend)?.transcript.kind === "store";
  if (!isTold && row.resumes_agent_id === null) return;
  const by = "Signalbox runs it";
  await agents.adoption.adopt({
    ...{ backend, sessionId, pid, birth, pane: null, startedAt: at, cwd, transcriptPath, by },
  });
}
