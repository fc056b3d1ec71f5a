import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the tables of auth are shown in the data browser; no hash of a secret is. */
export const authTables: Pick<
  Descriptors,
  | "auth_api_keys"
  | "auth_attempts"
  | "auth_audit"
  | "auth_passwords"
  | "auth_sign_in_links"
  | "auth_sign_ins"
  | "auth_tickets"
  | "auth_users"
> = {
  auth_users: {
    title: "Users",
    summary: "People with an account",
    names: "name",
    small: true,
    order: { by: "login", descending: false },
    columns: {
      id: "User",
      login: "Login",
      name: "Name",
      role: "Role",
      has_machine: "Has the machine",
      created_at: "Made",
      disabled_at: "Disabled",
    },
    first: ["login", "name", "role", "has_machine", "created_at", "disabled_at"],
    searched: ["login", "name"],
  },
  auth_passwords: {
    title: "Passwords",
    summary: "Who has a password, and since when",
    names: "changed_at",
    small: true,
    columns: { user_id: "User", hash: { label: "Hash", secret: true }, changed_at: "Chosen" },
    first: ["user_id", "changed_at"],
    searched: [],
  },
  auth_attempts: {
    title: "Failed sign-ins",
    summary: "Guesses that are counted, by what they were aimed at and where they came from",
    names: "since",
    small: true,
    order: { by: "since", descending: true },
    // Of a login that nobody has it is a hash, and what was typed there may be a password.
    columns: { target: { label: "Target", secret: true }, failed: "Failed", since: "Since" },
    first: ["failed", "since"],
    searched: [],
  },
  auth_tickets: {
    title: "Tickets",
    summary: "What lets its bearer in as a caller, for a moment",
    names: "caller_id",
    small: true,
    order: { by: "expires_at", descending: true },
    columns: {
      secret_hash: { label: "Hash of the secret", secret: true },
      kind: "Kind",
      caller_kind: "Kind of caller",
      caller_id: "Caller",
      expires_at: "Expires",
    },
    first: ["kind", "caller_kind", "caller_id", "expires_at"],
    searched: ["caller_id"],
  },
  auth_api_keys: {
    title: "API keys",
    summary: "What lets programs in",
    names: "name",
    small: true,
    columns: {
      id: "Key",
      name: "Name",
      prefix: "Prefix",
      secret_hash: { label: "Hash of the secret", secret: true },
      scopes: "Scopes",
      created_at: "Made",
      expires_at: "Expires",
      last_used_at: "Last used",
      revoked_at: "Revoked",
      user_id: "Owner",
      file: "Made for the file",
    },
    first: ["name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"],
    searched: ["name", "prefix"],
  },
  auth_audit: {
    title: "Audit",
    summary: "Every change that a person or a key made",
    names: "action",
    columns: {
      id: "Entry",
      at: "At",
      actor: "Actor",
      action: "Action",
      subject_kind: "Kind of subject",
      subject_id: "Subject",
      correlation_id: "Correlation",
      detail: "Detail",
      user_id: "Person",
      actor_name: "Name of the actor",
      address: "Address",
    },
    first: ["at", "actor", "actor_name", "action", "subject_kind", "subject_id"],
    searched: ["actor", "action", "subject_id", "correlation_id"],
  },
  auth_sign_in_links: {
    title: "Sign-in links",
    summary: "Links that sign one browser in, once",
    names: "created_at",
    small: true,
    order: { by: "created_at", descending: true },
    columns: {
      secret_hash: { label: "Hash of the secret", secret: true },
      created_at: "Made",
      expires_at: "Expires",
      redeemed_at: "Redeemed",
      user_id: "Whose",
      purpose: "Purpose",
    },
    first: ["purpose", "user_id", "created_at", "expires_at", "redeemed_at"],
    searched: [],
  },
  auth_sign_ins: {
    title: "Sign-ins",
    summary: "Browsers that are or were signed in",
    names: "name",
    small: true,
    columns: {
      id: "Sign-in",
      name: "Browser",
      cookie_hash: { label: "Hash of the cookie", secret: true },
      secret_hash: { label: "Hash of the secret", secret: true },
      created_at: "Signed in",
      last_seen_at: "Last seen",
      expires_at: "Expires",
      ended_at: "Ended",
      user_id: "Whose",
      way: "Way in",
      address: "Address",
      identity: "Name at the proxy",
    },
    first: ["name", "user_id", "way", "created_at", "last_seen_at", "expires_at", "ended_at"],
    searched: ["name"],
  },
};
