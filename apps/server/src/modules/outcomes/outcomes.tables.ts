import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the data browser shows outcomes. */
export const outcomesTables: Pick<Descriptors, "outcomes" | "outcomes_signing_keys"> = {
  outcomes: {
    title: "Outcomes",
    summary: "What executions leave behind, and how that went",
    names: "kind",
    columns: {
      execution_id: "Execution",
      position: "Place",
      bot_id: "Bot",
      host_id: "Only on host",
      correlation_id: "Correlation",
      kind: "Kind",
      content: "Content",
      state: "State",
      attempts: "Tries",
      next_at: "Next try",
      claimed_until: "Taken until",
      reason: "Reason",
      made_url: "Made",
      made_number: "Its number",
      made_sha: "Its commit",
      made_execution_id: "Started",
      created_at: "Written down",
      settled_at: "Settled",
    },
    first: ["kind", "state", "reason", "made_url", "settled_at"],
    searched: ["kind", "reason"],
  },
  outcomes_signing_keys: {
    title: "Secrets of webhooks",
    summary: "What the webhooks of bots are signed with",
    names: "bot_id",
    columns: {
      bot_id: "Bot",
      sealed_secret: { label: "Secret, encrypted", secret: true },
      actor: "By",
      created_at: "Made",
    },
    first: ["bot_id", "created_at"],
    searched: [],
  },
};
