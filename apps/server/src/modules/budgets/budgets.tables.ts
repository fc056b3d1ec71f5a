import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows budgets. */
export const budgetsTables: Pick<Descriptors, "budgets"> = {
  budgets: {
    title: "Budgets",
    summary: "What executions may take in each period",
    names: "scope",
    columns: {
      id: "Budget",
      scope: "Of",
      project_id: "Project",
      bot_id: "Bot",
      account_id: "Account",
      user_id: "Person",
      period: "In each",
      cost_micros: "Cost (µ$)",
      tokens: "Tokens",
      executions: "Executions",
      minutes: "Minutes",
      warn_at: "Warns at (%)",
      warned_for: "Warned in the period from",
      spent_for: "Told as spent in that from",
      created_at: "Made",
      updated_at: "Changed",
    },
    first: ["scope", "period", "cost_micros", "tokens", "executions", "minutes"],
    searched: [],
  },
};
