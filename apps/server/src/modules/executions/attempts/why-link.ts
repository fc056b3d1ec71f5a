import type { AttemptWhy, ExecutionAttempt } from "@signalbox/contract/executions";

interface Chosen {
  /** The attempts before it, the oldest first. */
  past: readonly { link: number; account_id: string | null; reason: string | null }[];
  link: number;
  accountId: string;
  asks: ExecutionAttempt["asks"];
  passedOver: readonly string[];
}

/** Why an attempt came to its link and account. */
export function whyLink({ past, link, accountId, asks, passedOver }: Chosen): AttemptWhy {
  const last = past.at(-1);
  const told = { passedOver: [...passedOver], after: last?.reason ?? null };
  if (last === undefined) {
    if (passedOver.length === 0) return { chosen: "first_choice", ...told };
    return { chosen: link === 0 ? "another_account" : "another_link", ...told };
  }
  if (asks === "repair") return { chosen: "repair", ...told };
  if (last.link !== link) return { chosen: "another_link", ...told };
  return { chosen: last.account_id === accountId ? "again" : "another_account", ...told };
}
