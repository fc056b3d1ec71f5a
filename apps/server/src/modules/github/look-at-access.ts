import type { GitHubCheck } from "@signalbox/contract/github";
import type { Access, Ask } from "./asking/ask.ts";
import { GitHubRefusal, refusedAt } from "./github.errors.ts";
import { partsOf } from "./repository-parts.ts";

type Headers = Readonly<Record<string, string | number | undefined>>;

/** Whose a token is and what it may do, as GitHub tells it. */
export async function lookAtAccess(ask: Ask, access: Access, repository?: string): Promise<GitHubCheck> {
  const account = await accountOf(ask, access);
  if (repository === undefined) return { ...account, app: null, repository: null };
  const found = await repositoryOf(ask, access, repository).catch(refusedAt(() => "body.repository"));
  return { ...account, app: null, repository: found };
}

const accountOf = (ask: Ask, access: Access) =>
  ask(access, async (github) => {
    const { status, data, headers } = await github.request("GET /user");
    // GitHub's website answers as well, with a page.
    if (typeof data?.login !== "string")
      throw new GitHubRefusal(status, "What answers there is not GitHub's API");
    return {
      login: data.login,
      scopes: scopesOf(headers),
      expiresAt: textOf(headers, "github-authentication-token-expiration"),
      requests: requestsOf(headers),
    };
  });

export const repositoryOf = (ask: Ask, access: Access, repository: string) =>
  ask(access, async (github) => {
    const { data } = await github.request("GET /repos/{owner}/{repo}", partsOf(repository));
    const { full_name: name, permissions, default_branch: defaultBranch } = data;
    return { name, reads: permissions?.pull ?? false, writes: permissions?.push ?? false, defaultBranch };
  });

function scopesOf(headers: Headers): string[] | null {
  const told = textOf(headers, "x-oauth-scopes");
  if (told === null) return null;
  return told.split(",").flatMap((scope) => (scope.trim() === "" ? [] : [scope.trim()]));
}

function requestsOf(headers: Headers): GitHubCheck["requests"] {
  const [limit, left, resets] = ["limit", "remaining", "reset"].map((name) =>
    Number(headers[`x-ratelimit-${name}`]),
  );
  if (!Number.isInteger(limit) || !Number.isInteger(left) || !Number.isInteger(resets)) return null;
  return {
    limit: limit ?? 0,
    left: left ?? 0,
    resetsAt: new Date((resets ?? 0) * 1_000).toISOString(),
  };
}

function textOf(headers: Headers, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : String(value);
}
