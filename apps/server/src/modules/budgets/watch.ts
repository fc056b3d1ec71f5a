import { budgetExceeded, budgetWarned } from "@signalbox/contract/budgets";
import { newId } from "../../kernel/ids.ts";
import { newEvent } from "../../platform/events/events.ts";
import { type BudgetRow, contentOf, findBudgets, markTold } from "./budgets.repository.ts";
import type { BudgetsOptions } from "./budgets.service.ts";
import { growing, type Span, type Standing, spanOf, standingOf } from "./decide.ts";
import { takenBy, takenOf } from "./taken-of.ts";

type Means = Pick<BudgetsOptions, "db" | "events" | "clock" | "executions">;

/** Looks at every budget: tells those that are nearly spent or spent, and ends what runs on those. Answers whether any runs. */
export async function lookAtBudgets(means: Means): Promise<boolean> {
  const { db, clock, executions } = means;
  const rows = await findBudgets(db.read);
  if (rows.length === 0) return false;
  const since = await executions.usage.runningSince(db.read);
  for (const row of rows) {
    const now = spanOf(row.period, clock.now());
    await tell(row, now, means);
    // Each counts where it began, also after that is over.
    const spans = new Map(
      since.map((at) => spanOf(row.period, at)).map((span) => [span.from.getTime(), span]),
    );
    for (const span of spans.values()) await endIn(row, span, means);
  }
  return since.length > 0;
}

async function tell(row: BudgetRow, span: Span, means: Means): Promise<void> {
  const { db, executions } = means;
  const content = contentOf(row);
  const standing = standingOf(content, await takenOf(db.read, content.scope, span, executions));
  if (standing.state === "within") return;
  if (standing.state === "warned") return tellOnce(row, "warned_for", { span, standing }, means);
  return tellOnce(row, "spent_for", { span, standing }, means);
}

/** Once in a period. */
async function tellOnce(
  row: BudgetRow,
  what: "warned_for" | "spent_for",
  { span, standing }: { span: Span; standing: Standing },
  { db, events, clock }: Means,
): Promise<void> {
  if (row[what]?.getTime() === span.from.getTime()) return;
  await db.transaction(async (tx) => {
    if ((await markTold(tx, row.id, what, span.from)) === undefined) return;
    const context = {
      ...{ at: clock.now(), actor: "system", correlationId: newId(), projectId: row.project_id },
      subject: { kind: "budget", id: row.id },
    };
    const { percent, reason } = standing;
    const definition = what === "warned_for" ? budgetWarned : budgetExceeded;
    const data = { budgetId: row.id, period: row.period, percent, reason };
    events.append(tx, newEvent<string, (typeof budgetWarned)["data"]>(definition, context, data));
  });
}

/** What runs on a budget that is spent ends: nothing of it would be left for others. */
async function endIn(row: BudgetRow, span: Span, { db, executions }: Means): Promise<void> {
  const content = contentOf(row);
  const used = await takenOf(db.read, content.scope, span, executions);
  const { state, reason } = standingOf(content, used, growing);
  if (state !== "spent") return;
  const meant = { scope: takenBy(content.scope), ...span };
  await db.transaction((tx) => executions.usage.askToEnd(tx, meant, reason));
}
