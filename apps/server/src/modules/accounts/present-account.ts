import type { Account, AccountState, AccountWindow } from "@signalbox/contract/accounts";
import { type AccountRow, candidateOf } from "./accounts.repository.ts";
import { isLimited } from "./choice.ts";
import type { WindowRow } from "./windows.repository.ts";

interface Around {
  hostId: string;
  /** Until when its backend is left alone here. */
  heldUntil: Date | null;
  windows: readonly WindowRow[];
  at: Date;
}

/** What people see of an account: never its secret. */
export function presentAccount(row: AccountRow, around: Around): Account {
  const state = stateOf(row, around);
  const until = state === "limited" ? row.limited_until : state === "held" ? around.heldUntil : null;
  return {
    ...{ id: row.id, backend: row.backend, name: row.name, kind: row.kind, hostId: row.host_id },
    programId: row.program_id,
    isHere: row.host_id === null || row.host_id === around.hostId,
    ...{ folder: row.folder, variable: row.variable, hint: row.hint },
    ...{ isDefault: row.is_default, enabled: row.enabled, state, until: until?.toISOString() ?? null },
    limitReason: state === "limited" ? row.limit_reason : null,
    ...{ fault: row.fault, faultAt: row.fault_at?.toISOString() ?? null },
    windows: around.windows.map((window) => presentWindow(window, around.at)),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    ...{ createdAt: row.created_at.toISOString(), updatedAt: row.updated_at.toISOString() },
  };
}

function stateOf(row: AccountRow, { heldUntil, at }: Around): AccountState {
  if (!row.enabled) return "disabled";
  if (row.fault !== null) return "faulted";
  if (isLimited(candidateOf(row), at)) return "limited";
  return heldUntil === null ? "usable" : "held";
}

/** Of one that is over, what was used says nothing any more. */
function presentWindow(
  { name, used_percent, is_met, resets_at, told_at }: WindowRow,
  at: Date,
): AccountWindow {
  const isOver = resets_at !== null && resets_at <= at;
  return {
    ...{ name, isOver, usedPercent: isOver ? null : used_percent, isMet: is_met && !isOver },
    ...{ resetsAt: resets_at?.toISOString() ?? null, toldAt: told_at.toISOString() },
  };
}
