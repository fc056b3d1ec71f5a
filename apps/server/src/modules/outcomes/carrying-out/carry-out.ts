import { Outcome, outcomeCompleted, outcomeFailed } from "@signalbox/contract/outcomes";
import { AppError, messageOf } from "../../../kernel/errors.ts";
import { clipText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { Tx } from "../../../platform/database/database.ts";
import { newEvent } from "../../../platform/events/events.ts";
import { GitHubLimit } from "../../github/index.ts";
import type { OutcomesOptions } from "../options.ts";
import {
  claimDue,
  findOutcomes,
  type Made,
  moveToSettled,
  type OutcomeRow,
  putOff,
  type Settlement,
} from "../outcomes.repository.ts";
import type { Needless } from "./case.ts";
import { doOutcome } from "./do-outcome.ts";
import { claimedUntil, holdClaim } from "./hold-claim.ts";
import { mostAttempts, retryAt } from "./retry-at.ts";
import { sayText, valuesOf } from "./texts.ts";

/** Longer than all requests of one outcome may take together; what takes longer is given up, to be tried again. */
const mostMs = 13 * 60_000;
/** A limit of GitHub's is waited for without counting, so long. */
const longestAgeMs = 24 * 60 * 60_000;
const longestReason = 1_000;

/** What stands on disk and on GitHub is done by now, or can't be done, or may be done later. */
type End =
  | { kind: "settled"; settlement: Settlement }
  | { kind: "later"; reason: string; at: Date; attempts: number };

/** Carries out the next outcome that is due; false where there is none. */
export async function carryOutNext(options: OutcomesOptions, signal: AbortSignal): Promise<boolean> {
  const { db, clock, hostId } = options;
  const at = clock.now();
  const row = await db.transaction((tx) => claimDue(tx, { hostId: hostId(), at, until: claimedUntil(at) }));
  if (row === undefined) return false;
  const claim = holdClaim(row, options);
  const limit = AbortSignal.any([signal, claim.signal, AbortSignal.timeout(mostMs)]);
  const end = await attempt(row, options, limit).then(
    (made) => endOf(made, options),
    (error: unknown) => faultOf(error, row, options),
  );
  const held = await claim.end();
  await db.transaction(async (tx) => {
    if (end.kind === "later") await putOff(tx, held, end);
    else await settle(tx, held, end.settlement, options);
  });
  if (end.kind === "settled") await releaseIfLast(row, options);
  return true;
}

async function attempt(
  row: OutcomeRow,
  options: OutcomesOptions,
  signal: AbortSignal,
): Promise<Made | Needless> {
  const { bots, executions, workspaces, origin } = options;
  const outcome = Outcome.parse(row.content);
  const execution = await executions.get(row.execution_id);
  const url = `${origin()}/executions/${execution.id}`;
  const asksChanges = row.host_id !== null && JSON.stringify(row.content).includes("changes");
  const changes = asksChanges ? await workspaces.changes(execution.id) : null;
  const usual = await bots.usualValuesOf(execution.bot);
  const values = valuesOf(execution, { usual, url, changes });
  const given = { row, execution, url, signal, say: (template: string) => sayText(template, values) };
  return doOutcome(outcome, given, options);
}

const endOf = (made: Made | Needless, { clock }: OutcomesOptions): End => {
  const at = clock.now();
  const settlement: Settlement =
    "skipped" in made ? { state: "skipped", note: made.skipped, at } : { state: "done", ...made, at };
  return { kind: "settled", settlement };
};

/** What may go otherwise next time. */
const passing: ReadonlySet<string> = new Set(["unavailable", "rate_limited", "internal"]);

function faultOf(error: unknown, row: OutcomeRow, { clock, chance, log }: OutcomesOptions): End {
  const now = clock.now();
  const reason = clipText(redactText(messageOf(error)), longestReason);
  if (!(error instanceof AppError))
    log.warn({ err: error, executionId: row.execution_id, position: row.position }, "an outcome failed");
  if (error instanceof GitHubLimit && now.getTime() - row.created_at.getTime() < longestAgeMs)
    return { kind: "later", reason, at: error.retryAt, attempts: row.attempts - 1 };
  const isPassing = !(error instanceof AppError) || passing.has(error.kind);
  if (isPassing && row.attempts < mostAttempts)
    return { kind: "later", reason, at: retryAt(row.attempts, now, chance()), attempts: row.attempts };
  return { kind: "settled", settlement: { state: "failed", note: reason, at: now } };
}

async function settle(
  tx: Tx,
  row: OutcomeRow,
  settlement: Settlement,
  { events, executions }: OutcomesOptions,
): Promise<void> {
  const settled = await moveToSettled(tx, row, settlement);
  if (settled === undefined) return;
  const left = await findOutcomes(tx, row.execution_id);
  if (settlement.state === "failed") await executions.outcomeFailed(tx, row.execution_id);
  else if (left.every(({ state }) => state !== "failed")) await executions.outcomesDone(tx, row.execution_id);
  if (settlement.state === "skipped") return;
  const { execution_id: executionId, position, reason, made_url: url } = settled;
  const { kind } = Outcome.parse(row.content);
  const context = {
    ...{ at: settlement.at, actor: "system", correlationId: row.correlation_id },
    subject: { kind: "execution", id: executionId },
  };
  const told = settlement.state === "done" ? outcomeCompleted : outcomeFailed;
  events.append(
    tx,
    newEvent<string, typeof outcomeCompleted.data>(told, context, {
      executionId,
      position,
      kind,
      reason,
      url,
    }),
  );
}

/** The folder of an execution is needed until its last outcome is settled. */
async function releaseIfLast(row: OutcomeRow, { db, workspaces, log }: OutcomesOptions): Promise<void> {
  const rows = await findOutcomes(db.read, row.execution_id);
  if (rows.some(({ state }) => state === "pending")) return;
  await workspaces
    .release(row.execution_id)
    .catch((error: unknown) =>
      log.warn({ err: error, executionId: row.execution_id }, "a folder could not be released"),
    );
}
