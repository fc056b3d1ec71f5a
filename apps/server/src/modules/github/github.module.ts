import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Db } from "../../platform/database/database.ts";
import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import type { Outbound } from "../../platform/outbound/outbound.ts";
import { createOutboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import type { Audit } from "../auth/index.ts";
import { createAsk } from "./asking/ask.ts";
import { createAsking } from "./asking/asking.ts";
import { type GitCredential, gitCredential, isRemoteOf, repositoryAt } from "./git-credential.ts";
import { githubRoutes } from "./github.routes.ts";
import { createReads, type GitHubReads } from "./reading.ts";
import { createGitHubSettings } from "./settings.service.ts";
import { createWrites, type GitHubWrites } from "./writing.ts";

export interface GitHubOptions {
  db: Db;
  clock: Clock;
  audit: Pick<Audit, "record">;
  vault: Vault;
  outbound: Outbound;
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

/** What other modules ask of GitHub. All of it throws AppErrors `github.…`. */
export interface GitHubApi extends GitHubReads, GitHubWrites {
  /** The account of the token or the app; null where GitHub is not connected. */
  login(): Promise<string | null>;
  /** What git is given to push to a remote of this GitHub; null for any other remote, and where its app is not installed. */
  gitCredential(remote: string): Promise<GitCredential | null>;
  /** `owner/name` of a remote of this GitHub; null for any other remote. */
  repositoryAt(remote: string): Promise<string | null>;
}

export interface GitHubModule {
  api: GitHubApi;
  routes: MountedRoute[];
}

/** No answer of GitHub that is read here is longer. */
const limits = { timeLimitMs: 30_000, mostBytes: 20_000_000 };

/** The connection to GitHub. */
export function createGitHub({ outbound, refuseWatchedAgent, ...options }: GitHubOptions): GitHubModule {
  const ask = createAsk({ ...options, fetch: createOutboundFetch({ outbound, ...limits }) });
  const settings = createGitHubSettings({ ...options, ask });
  const asking = createAsking(ask, settings.access);
  return {
    api: {
      ...createReads(asking),
      ...createWrites(asking),
      login: async () => (await settings.get())?.login ?? null,
      async gitCredential(remote) {
        const connection = await settings.get();
        // The token of another host's remote is not even opened.
        if (connection === null || !isRemoteOf(remote, connection.apiUrl)) return null;
        const repository = repositoryAt(remote, connection.apiUrl);
        if (repository === null) return null;
        const access = await settings.access(repository).catch(ifNotInstalled);
        return access === null ? null : gitCredential(remote, access);
      },
      repositoryAt: async (remote) => {
        const connection = await settings.get();
        return connection === null ? null : repositoryAt(remote, connection.apiUrl);
      },
    },
    routes: githubRoutes({ settings, refuseWatchedAgent }),
  };
}

/** Where an app is not installed, anybody may read, or the machine has something else to show. */
function ifNotInstalled(error: unknown): null {
  if (error instanceof AppError && error.code === "github.not_installed") return null;
  throw error;
}
