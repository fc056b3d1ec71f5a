import type { checkGitHub, connectGitHub, GitHubCheck, GitHubConnection } from "@signalbox/contract/github";
import type { BodyOf } from "@signalbox/contract/route";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";
import type { Access, Ask } from "./asking/ask.ts";
import {
  type ConnectionRow,
  deleteConnection,
  findConnection,
  storeConnection,
} from "./connection.repository.ts";
import { type GitHubRefusal, githubErrors, refusedAt } from "./github.errors.ts";
import { lookAtAccess } from "./look-at-access.ts";

export interface SettingsOptions {
  db: Db;
  clock: Clock;
  audit: Pick<Audit, "record">;
  vault: Vault;
  ask: Ask;
}

export interface GitHubSettings {
  get(): Promise<GitHubConnection | null>;
  /** @throws AppError `github.refused`, `github.rate_limited`, `github.unreachable` */
  connect(wish: BodyOf<typeof connectGitHub>, by: Cause): Promise<GitHubConnection>;
  disconnect(by: Cause): Promise<void>;
  /** @throws AppError `github.…` */
  check(wish: BodyOf<typeof checkGitHub>): Promise<GitHubCheck>;
  /** @throws AppError `github.not_connected`, `vault.not_opened` */
  access(): Promise<Access>;
}

/** The token opens nowhere else. */
const place = "github/token";
const subject = { kind: "github", id: "connection" };

export const createGitHubSettings = ({ db, clock, audit, vault, ask }: SettingsOptions): GitHubSettings => {
  const access = async (): Promise<Access> => {
    const row = await findConnection(db.read);
    if (row === undefined) throw githubErrors.notConnected();
    return { apiUrl: row.api_url, token: await vault.open(place, row.sealed_token) };
  };
  return {
    access,
    async get() {
      const row = await findConnection(db.read);
      return row === undefined ? null : presentConnection(row);
    },
    async connect({ apiUrl, token }, by) {
      const { login } = await lookAtAccess(ask, { apiUrl, token }).catch(refusedAt(culprit));
      const sealedToken = await vault.seal(place, token);
      return db.transaction(async (tx) => {
        const { actor } = by;
        const row = await storeConnection(tx, { apiUrl, sealedToken, login, actor, at: clock.now() });
        await audit.record(tx, { ...by, action: "github.connected", subject, detail: { apiUrl, login } });
        return presentConnection(row);
      });
    },
    async disconnect(by) {
      await db.transaction(async (tx) => {
        const row = await deleteConnection(tx);
        if (row !== undefined) await audit.record(tx, { ...by, action: "github.disconnected", subject });
      });
    },
    check: async ({ repository }) => lookAtAccess(ask, await access(), repository),
  };
};

/** What is wrong where a connection is refused: whoever answers to a token at all is the right one. */
const culprit = ({ status }: GitHubRefusal): string =>
  status === 401 || status === 403 ? "body.token" : "body.apiUrl";

const presentConnection = (row: ConnectionRow): GitHubConnection => ({
  apiUrl: row.api_url,
  login: row.login,
  changedAt: row.changed_at.toISOString(),
});
