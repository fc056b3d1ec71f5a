import type { PlanWindow } from "../../backends/index.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { readerOf } from "./find-cli.ts";
import { folderOf } from "./folders.ts";
import { keepPiece } from "./keep-piece.ts";
import { readPiece } from "./read-piece.ts";
import { readSecrets } from "./secrets.ts";

/** All that there is; the row as it is then, undefined where it is over. */
export async function readOn(
  row: ExecutionRow,
  options: ExecutionsOptions,
): Promise<ExecutionRow | undefined> {
  const { rules, news, budgets, tails } = options;
  const cli = readerOf(row.backend);
  const folder = folderOf(rules.home, row);
  let now: ExecutionRow | undefined = row;
  while (now !== undefined && now.ended_at === null && cli !== undefined) {
    const secrets = await tails.secrets(folder, () => readSecrets(rules.home, row));
    const piece = await readPiece(folder, Number(now.read_to), { cli, secrets, tails });
    if (piece === null) return now;
    now = await keepPiece(now, piece, options);
    if (now !== undefined) await tellWindows(row, piece.windows, options);
    if (piece.spent.length > 0 || piece.result !== null) budgets.moreTaken();
    news.tell(row.id);
    if (piece.isAll) break;
  }
  return now?.ended_at === null ? now : undefined;
}

/** Behind the piece, which stands without it: the next line tells it anew. */
async function tellWindows(
  { id, account_id: accountId }: ExecutionRow,
  windows: readonly PlanWindow[],
  { db, accounts, log }: ExecutionsOptions,
): Promise<void> {
  if (accountId === null || windows.length === 0) return;
  await db
    .transaction((tx) => accounts.noteWindows(tx, accountId, windows))
    .catch((error: unknown) =>
      log.warn({ err: error, executionId: id }, "the plan of an account could not be noted"),
    );
}
