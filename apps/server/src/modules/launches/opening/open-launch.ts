import { launchFailed, launchOpened } from "@signalbox/contract/launches";
import { messageOf } from "../../../kernel/errors.ts";
import { findProgram } from "../../../platform/processes/run-program.ts";
import type { SessionPane } from "../../../platform/tmux/sessions.ts";
import { adapterOf, launchableOf } from "../../backends/index.ts";
import { moveToOpened, moveToOpening, moveToOver } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { makeWorktree } from "../worktrees/make-worktree.ts";
import { commandOf } from "./command.ts";
import { createHeadlessOpener } from "./open-headless.ts";
import type { Opener } from "./opener.ts";

/** Its CLI tells nothing of a new session before its first prompt, and it was given none. */
const waitsForPrompt = ({ backend, prompt, resumes_agent_id: resumes }: LaunchRow): boolean =>
  prompt === null && resumes === null && adapterOf(backend)?.launching.tellsBeforePrompt === false;

export const createOpener = (options: LaunchesOptions): Opener => {
  const { db, clock, log, tell, sessions, table } = options;

  const headless = createHeadlessOpener(options);

  const fail = (row: LaunchRow, reason: string, lastLines: string | null = null) =>
    db.transaction(async (tx) => {
      const over = { state: "failed", reason, lastLines, at: clock.now() } as const;
      const moved = await moveToOver(tx, row.id, over);
      if (moved !== undefined) tell(tx, launchFailed, moved);
    });

  const opened = async (row: LaunchRow, { session, pane, pid }: SessionPane) => {
    const birth = (await table.look([pid]))?.get(pid)?.birth ?? null;
    await db.transaction(async (tx) => {
      const waits = waitsForPrompt(row);
      const moved = await moveToOpened(tx, row.id, { waits, session, pane, pid, birth, at: clock.now() });
      if (moved !== undefined) tell(tx, launchOpened, moved);
    });
  };

  const paneOf = async ({ socket, id }: LaunchRow) =>
    (await sessions.panes(socket)).find(({ mark }) => mark === id);

  const openTerminal = async (row: LaunchRow): Promise<void> => {
    const program = await findProgram(launchableOf(row.backend)?.program ?? "", options.rules.path);
    if (program === null) return fail(row, `${row.backend} is not installed any more`);
    const env = (await findProgram("env", options.rules.path)) ?? "/usr/bin/env";
    const command = commandOf(row, { env, program });
    const moved = await db.transaction((tx) => moveToOpening(tx, row.id));
    if (moved === undefined) return;
    const { socket, session: name, cwd, id: mark } = row;
    const problem = await sessions.open({ socket, name, cwd, mark, command, env: options.rules.environment });
    const pane = await paneOf(row);
    if (pane !== undefined) return opened(row, pane);
    await fail(row, problem === null ? "It ended as soon as it was started" : `tmux refused: ${problem}`);
  };

  return {
    async open(row) {
      try {
        const ready = row.worktree_state === "wanted" ? await makeWorktree(row, options) : row;
        await (row.mode === "headless" ? headless.open(ready) : openTerminal(ready));
      } catch (error) {
        // It is opened by the next server.
        if (options.stopping.aborted) return;
        log.warn({ err: error, launchId: row.id }, "a launch could not be opened");
        await fail(row, messageOf(error));
      }
    },
    async recover(row) {
      if (row.mode === "headless") return headless.recover(row);
      const pane = await paneOf(row);
      if (pane !== undefined) return opened(row, pane);
      await fail(row, "The server went while its terminal was being opened, and nothing runs under its name");
    },
  };
};
