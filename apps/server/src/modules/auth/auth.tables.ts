import type { Descriptors } from "../../platform/database/descriptor.ts";

/** How the tables of auth are shown in the data browser; no hash of a secret is. */
export const authTables: Pick<
  Descriptors,
  "auth_api_keys" | "auth_audit" | "auth_sign_in_links" | "auth_sign_ins"
> = {
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
    },
    first: ["at", "actor", "action", "subject_kind", "subject_id"],
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
    },
    first: ["created_at", "expires_at", "redeemed_at"],
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
      scopes: "Scopes",
      created_at: "Signed in",
      last_seen_at: "Last seen",
      expires_at: "Expires",
      ended_at: "Ended",
    },
    first: ["name", "scopes", "created_at", "last_seen_at", "expires_at", "ended_at"],
    searched: ["name"],
  },
};
