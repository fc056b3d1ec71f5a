import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newSecret } from "../../../kernel/ids.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import { findUserInUse, machineUser, type UserRow } from "../users/users.repository.ts";
import { findLinkUser, insertLink, type LinkPurpose, useLink, voidLinks } from "./links.repository.ts";

const minute = 60_000;

/** Where each kind of link leads, how long it works, and what the audit calls it. */
const kinds = {
  sign_in: { page: "/sign-in", prefix: "sbx_link", lifeMs: 10 * minute, subject: "sign_in_link" },
  set_password: {
    page: "/new-password",
    prefix: "sbx_newpassword",
    lifeMs: 3 * 24 * 60 * minute,
    subject: "password_link",
  },
} as const satisfies Record<LinkPurpose, unknown>;

export interface LinksOptions {
  db: Db;
  clock: Clock;
  audit: Audit;
  /** Where the web app is, once the server listens. */
  origin: () => string;
}

export interface Link {
  url: string;
  expiresAt: Date;
}

/** Links that work once; their secret is in the fragment, which no server sees. */
export interface Links {
  /** For an account, or for whoever has the machine. */
  create(link: { purpose: LinkPurpose; userId?: string | undefined }, cause: Cause): Promise<Link>;
  /** The same in the transaction of something larger. */
  createIn(tx: Tx, link: { purpose: LinkPurpose; userId?: string | undefined }, cause: Cause): Promise<Link>;
  /** Whose link it is; nothing where it is void. */
  whose(secret: string, purpose: LinkPurpose): Promise<UserRow | undefined>;
  /** Uses a link up; answers whose it was. */
  use(tx: Tx, secret: string, purpose: LinkPurpose): Promise<string | undefined>;
  voidAll(tx: Tx, userId: string): Promise<void>;
}

export const createLinks = ({ db, clock, audit, origin }: LinksOptions): Links => {
  const createIn: Links["createIn"] = async (tx, { purpose, userId }, cause) => {
    const { page, prefix, lifeMs, subject } = kinds[purpose];
    const secret = newSecret(prefix);
    const hash = hashSecret(secret);
    const createdAt = clock.now();
    const expiresAt = new Date(createdAt.getTime() + lifeMs);
    const user = userId === undefined ? await machineUser(tx) : await findUserInUse(tx, userId);
    if (user === undefined) throw authErrors.userNotFound(userId ?? "");
    // The newest alone chooses a password, so that a link that went astray can be made worthless.
    if (purpose === "set_password") await voidLinks(tx, user.id, [purpose]);
    const life = { created_at: createdAt, expires_at: expiresAt };
    await insertLink(tx, { secret_hash: hash, user_id: user.id, purpose, ...life });
    await audit.record(tx, {
      ...cause,
      action: `${subject}.created`,
      subject: { kind: subject, id: hash.slice(0, 16) },
      detail: { login: user.login },
    });
    return { url: `${origin()}${page}#${secret}`, expiresAt };
  };

  return {
    createIn,
    create: (link, cause) => db.transaction((tx) => createIn(tx, link, cause)),
    whose: (secret, purpose) =>
      findLinkUser(db.read, { secretHash: hashSecret(secret), purpose }, clock.now()),
    use: (tx, secret, purpose) => useLink(tx, { secretHash: hashSecret(secret), purpose }, clock.now()),
    voidAll: (tx, userId) => voidLinks(tx, userId, ["sign_in", "set_password"]),
  };
};
