import type {
  checkGitHub,
  connectGitHub,
  connectGitHubApp,
  GitHubCheck,
  GitHubConnection,
} from "@signalbox/contract/github";
import type { BodyOf } from "@signalbox/contract/route";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";
import { type App, readPrivateKey } from "./app/app-token.ts";
import { createInstallations } from "./app/installations.ts";
import { lookAtApp } from "./app/look-at-app.ts";
import type { Access, Ask } from "./asking/ask.ts";
import {
  type ConnectionRow,
  deleteConnection,
  findConnection,
  storeConnection,
} from "./connection.repository.ts";
import { type GitHubRefusal, githubErrors, refusedAt } from "./github.errors.ts";
import { lookAtAccess, repositoryOf } from "./look-at-access.ts";

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
  /** @throws AppError `github.key_invalid`, and as above */
  connectApp(wish: BodyOf<typeof connectGitHubApp>, by: Cause): Promise<GitHubConnection>;
  disconnect(by: Cause): Promise<void>;
  /** @throws AppError `github.…` */
  check(wish: BodyOf<typeof checkGitHub>): Promise<GitHubCheck>;
  /**
   * What speaks about a repository.
   * @throws AppError `github.not_connected`, `github.not_installed`, `vault.not_opened`
   */
  access(repository: string): Promise<Access>;
}

/** The token opens nowhere else. */
const place = "github/token";
const keyPlace = "github/key";
const subject = { kind: "github", id: "connection" };

export const createGitHubSettings = (options: SettingsOptions): GitHubSettings => {
  const { db, clock, vault, ask } = options;
  const installations = createInstallations(options);
  const means = async (): Promise<Means> => {
    const row = await findConnection(db.read);
    return row === undefined ? Promise.reject(githubErrors.notConnected()) : meansOf(row, vault);
  };
  const store = storing(options, installations.forget);
  const access = async (repository: string): Promise<Access> => {
    const by = await means();
    return "key" in by ? installations.access(by, repository) : by;
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
      return store({ apiUrl, sealedToken, login, appId: null, sealedKey: null }, by);
    },
    async connectApp({ apiUrl, appId, privateKey }, by) {
      const app: App = { apiUrl, appId, key: readPrivateKey(privateKey) };
      const { slug } = await lookAtApp(ask, clock, app).catch(refusedAt(culpritOfApp));
      const sealedKey = await vault.seal(keyPlace, privateKey);
      return store({ apiUrl, sealedToken: null, login: `${slug}[bot]`, appId, sealedKey }, by);
    },
    async disconnect(by) {
      await db.transaction(async (tx) => {
        const row = await deleteConnection(tx);
        if (row === undefined) return;
        await options.audit.record(tx, { ...by, action: "github.disconnected", subject });
      });
      installations.forget();
    },
    async check({ repository }) {
      const by = await means();
      if (!("key" in by)) return lookAtAccess(ask, by, repository);
      const { slug, ...app } = await lookAtApp(ask, clock, by);
      const found =
        repository === undefined
          ? null
          : await repositoryOf(ask, await access(repository), repository).catch(
              refusedAt(() => "body.repository"),
            );
      const known = { scopes: null, expiresAt: null, requests: null };
      return { login: `${slug}[bot]`, ...known, app, repository: found };
    },
  };
};

/** A token, or the app that makes them. */
type Means = Access | App;

async function meansOf(
  { api_url: apiUrl, sealed_token, sealed_key, app_id: appId }: ConnectionRow,
  vault: Vault,
): Promise<Means> {
  if (appId === null || sealed_key === null)
    return { apiUrl, token: await vault.open(place, sealed_token ?? "") };
  return { apiUrl, appId, key: readPrivateKey(await vault.open(keyPlace, sealed_key)) };
}

const storing =
  ({ db, clock, audit }: SettingsOptions, stored: () => void) =>
  async (
    given: Omit<Parameters<typeof storeConnection>[1], "actor" | "at">,
    by: Cause,
  ): Promise<GitHubConnection> => {
    const { apiUrl, login } = given;
    const row = await db.transaction(async (tx) => {
      const made = await storeConnection(tx, { ...given, actor: by.actor, at: clock.now() });
      await audit.record(tx, { ...by, action: "github.connected", subject, detail: { apiUrl, login } });
      return made;
    });
    stored();
    return presentConnection(row);
  };

/** GitHub knows no such app, or its key is another. */
const culpritOfApp = ({ status, message }: GitHubRefusal): string => {
  if (status === 401) return "body.privateKey";
  return message.includes("Integration") ? "body.appId" : "body.apiUrl";
};

/** What is wrong where a connection is refused: whoever answers to a token at all is the right one. */
const culprit = ({ status }: GitHubRefusal): string =>
  status === 401 || status === 403 ? "body.token" : "body.apiUrl";

const presentConnection = (row: ConnectionRow): GitHubConnection => ({
  apiUrl: row.api_url,
  login: row.login,
  appId: row.app_id,
  changedAt: row.changed_at.toISOString(),
});
