import type { ChainLink } from "@signalbox/contract/chain";
import type { Tx } from "../../../platform/database/database.ts";
import type { ExecutionAccounts, SpentAccount } from "../ports.ts";
import type { AttemptRow } from "./attempts.repository.ts";

/** What is tried now; or until when nothing can be; or on which host something can; or why nothing ever can. */
export type ChosenLink =
  | {
      link: number;
      account: { id: string; name: string };
      /** Why those before it were passed over. */
      passedOver: readonly string[];
    }
  | { until: Date; reason: string }
  | { elsewhere: string }
  | { refused: string };

interface Wish {
  chain: readonly ChainLink[];
  /** Links that are not tried. */
  spent: ReadonlySet<number>;
  /** The account that is taken first, where it can be. */
  stickTo: string | null;
  failed: readonly string[];
  /** Accounts whose budget is spent. */
  spentAccounts: readonly SpentAccount[];
  /** What it was tried with before, and when. */
  past: readonly Pick<AttemptRow, "account_id" | "started_at">[];
  hostId: string;
  at: Date;
  /** Whether the account is taken, or only asked for. */
  takes: boolean;
}

/** The first link of a chain that an account can be had for. */
export async function chooseLink(
  tx: Tx,
  { chain, spent, spentAccounts, past, ...wish }: Wish,
  accounts: Pick<ExecutionAccounts, "choose">,
): Promise<ChosenLink> {
  const heldOff = heldAccounts(spentAccounts, past);
  const waits: { until: Date; reason: string }[] = [];
  const refusals: string[] = [];
  const hosts: string[] = [];
  for (const [link, { backend, accountId, programId = null }] of chain.entries()) {
    if (spent.has(link)) continue;
    const choice = await accounts.choose(tx, { backend, accountId, programId, spent: heldOff, ...wish });
    if ("account" in choice) {
      const passedOver = [...waits.map(({ reason }) => reason), ...refusals, ...(choice.insteadOf ?? [])];
      return { link, account: choice.account, passedOver };
    }
    if ("until" in choice) waits.push(choice);
    else if ("elsewhere" in choice) hosts.push(choice.elsewhere);
    else refusals.push(choice.refused);
  }
  const [soonest] = waits.sort((a, b) => a.until.getTime() - b.until.getTime());
  if (soonest !== undefined) return soonest;
  const [elsewhere] = hosts;
  if (elsewhere !== undefined) return { elsewhere };
  return { refused: refusals.join("; ") || "Nothing is left of its chain" };
}

/** The accounts that an execution may not use, each until the last of its budgets begins anew. */
export function heldAccounts(
  spent: readonly SpentAccount[],
  past: Wish["past"],
): ReadonlyMap<string, Pick<SpentAccount, "until" | "reason">> {
  const held = new Map<string, SpentAccount>();
  for (const one of spent) {
    const isCounted = past.some(
      (attempt) => attempt.account_id === one.accountId && attempt.started_at >= one.from,
    );
    if (one.sparesBegun && isCounted) continue;
    const other = held.get(one.accountId);
    if (other === undefined || other.until < one.until) held.set(one.accountId, one);
  }
  return held;
}
