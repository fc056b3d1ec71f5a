import type { ApiKey } from "@signalbox/contract/auth";
import { Scope } from "@signalbox/contract/common";

interface KeyRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  user_id: string;
  user_name: string;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** A key as it may be shown: all but its secret. */
export const presentKey = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: Scope.array().parse(row.scopes),
  owner: { id: row.user_id, name: row.user_name },
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
});
