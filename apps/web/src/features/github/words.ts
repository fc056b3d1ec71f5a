import type { GitHubCheck } from "@signalbox/contract/github";

export const usualApi = "https://api.github.com";

/** What the account may do in a repository. */
export const mayWords = ({ reads, writes }: NonNullable<GitHubCheck["repository"]>): string => {
  if (writes) return reads ? "may read and write" : "may write, not read";
  return reads ? "may read, not write" : "may neither read nor write";
};

/** Null is told of tokens that have none, the empty list of those that were given none. */
export const scopeWords = (scopes: GitHubCheck["scopes"]): string => {
  if (scopes === null) return "none told: fine-grained tokens have permissions instead";
  return scopes.length === 0 ? "none" : scopes.join(", ");
};
