import { constants } from "node:os";
import { launchEnded, launchFailed } from "@signalbox/contract/launches";
import { moveToOver } from "../launch-moves.repository.ts";
import type { LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { wordOf } from "./settle-launch.ts";

type End = NonNullable<Awaited<ReturnType<LaunchesOptions["drivers"]["endOf"]>>>;

/** Says how a CLI without a terminal ended: as this server saw it, or with the server that ran it. */
export async function settleHeadless(
  row: LaunchRow,
  { db, clock, tell, drivers }: LaunchesOptions,
): Promise<void> {
  const end = await drivers.endOf(row.id);
  const over = { ...wordOfEnd(row, end), at: clock.now() };
  await db.transaction(async (tx) => {
    const moved = await moveToOver(tx, row.id, over);
    if (moved !== undefined) tell(tx, moved.state === "failed" ? launchFailed : launchEnded, moved);
  });
  drivers.forget(row.id);
}

/** Exported for its test. */
export function wordOfEnd(row: Pick<LaunchRow, "state">, end: End | null) {
  if (end === null) {
    const state = row.state === "running" ? ("ended" as const) : ("failed" as const);
    return { state, reason: "The server that ran it went away, and it ended with it", lastLines: null };
  }
  const exit = end.signal === null ? end.code : 128 + constants.signals[end.signal];
  const word = wordOf(row, { exit });
  const isWrong = word.state === "failed" || exit !== 0;
  return { ...word, lastLines: isWrong && end.lastWords !== "" ? end.lastWords : null };
}
