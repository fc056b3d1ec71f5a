import type { GitHubCheck, GitHubInstallation } from "@signalbox/contract/github";

export const usualApi = "https://api.github.com";

/** What the account may do in a repository. */
export const mayWords = ({ reads, writes }: NonNullable<GitHubCheck["repository"]>): string => {
  if (writes) return reads ? "may read and write" : "may write, not read";
  return reads ? "may read, not write" : "may neither read nor write";
};

/** What an app may do at an account. */
export const installationWords = ({ account, hasAll, isSuspended, missing }: GitHubInstallation): string => {
  const where = `${account}, ${hasAll ? "all repositories" : "some repositories"}`;
  if (isSuspended) return `${where}: suspended, so that it may do nothing`;
  return missing.length === 0 ? where : `${where}: it lacks ${missing.join(", ")}`;
};

/** Null is told of tokens that have none, the empty list of those that were given none. */
export const scopeWords = (scopes: GitHubCheck["scopes"]): string => {
  if (scopes === null) return "none told: fine-grained tokens have permissions instead";
  return scopes.length === 0 ? "none" : scopes.join(", ");
};
