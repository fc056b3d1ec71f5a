import type { SignIn } from "@signalbox/contract/people";

interface SignInRow {
  id: string;
  user_id: string;
  name: string;
  way: SignIn["way"];
  address: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

/** A sign-in as it may be shown, to the one that asks. */
export const presentSignIn = (row: SignInRow, asking: string): SignIn => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  way: row.way,
  address: row.address,
  createdAt: row.created_at.toISOString(),
  lastSeenAt: row.last_seen_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  current: row.id === asking,
});
