import type { User } from "@signalbox/contract/people";
import type { ShownUserRow } from "./users.repository.ts";

/** An account as it may be shown. */
export const presentUser = (row: ShownUserRow): User => ({
  id: row.id,
  login: row.login,
  name: row.name,
  role: row.role,
  hasMachine: row.has_machine,
  hasPassword: row.has_password,
  createdAt: row.created_at.toISOString(),
  lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  disabledAt: row.disabled_at?.toISOString() ?? null,
});
