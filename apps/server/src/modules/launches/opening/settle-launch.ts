import { launchEnded, launchFailed } from "@signalbox/contract/launches";
import type { SessionPane } from "../../../platform/tmux/sessions.ts";
import { moveToOver } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";

/** Says why the terminal of a launch closed, keeps what it showed last where it failed, and puts the pane away. */
export const settleLaunch = async (
  row: LaunchRow,
  { db, clock, tell, sessions }: LaunchesOptions,
): Promise<void> => {
  const pane = (await sessions.panes(row.socket)).find(
    ({ mark, pane: id }) => mark === row.id && id === row.pane,
  );
  const isDead = pane !== undefined && pane.exit !== null;
  const lastLines = isDead ? await sessions.lastLines(row.socket, pane.pane) : null;
  const over = { ...wordOf(row, pane), lastLines, at: clock.now() };
  await db.transaction(async (tx) => {
    const moved = await moveToOver(tx, row.id, over);
    if (moved !== undefined) tell(tx, moved.state === "failed" ? launchFailed : launchEnded, moved);
  });
  if (isDead) await sessions.close(row.socket, pane.pane);
};

/** Exported for its test. */
export function wordOf(
  { state }: Pick<LaunchRow, "state">,
  pane: Pick<SessionPane, "exit"> | undefined,
): { state: "failed" | "ended"; reason: string } {
  const exit = pane?.exit ?? null;
  const how =
    exit === null || exit <= 0 ? "" : exit > 128 ? `, by signal ${exit - 128}` : `, with exit code ${exit}`;
  const isOwnFault = exit !== null && exit > 0 && exit <= 128;
  if (state === "waiting" && !isOwnFault)
    return { state: "ended", reason: `It ended without a prompt${how}` };
  return state === "running"
    ? { state: "ended", reason: `It ended${how}` }
    : { state: "failed", reason: `It ended before anything was heard of it${how}` };
}
