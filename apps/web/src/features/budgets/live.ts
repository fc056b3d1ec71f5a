import type { EventEnvelope } from "@signalbox/contract/event";
import type { Refresher } from "../../lib/refresher.ts";
import { budgetKeys } from "./keys.ts";

/** What is used grows with every execution. */
export const followBudgets =
  (refresher: Refresher) =>
  ({ subject }: EventEnvelope) => {
    if (subject.kind === "budget") refresher.refresh(budgetKeys.all);
    if (subject.kind === "execution") refresher.refresh(budgetKeys.all, { restMs: 1_000 });
  };
