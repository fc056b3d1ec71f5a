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
    if (piece.spent.length > 0 || piece.result !== null) budgets.moreTaken();
    news.tell(row.id);
    if (piece.isAll) break;
  }
  return now?.ended_at === null ? now : undefined;
}
