import { RepositoryName } from "@signalbox/contract/github";

/** What git is given for a remote. */
export interface GitCredential {
  username: string;
  password: string;
}

/** Where repositories of the API at an address are pushed to: GitHub's own, or an enterprise server's. */
export function gitHostOf(apiUrl: string): string {
  const { host } = new URL(apiUrl);
  return host === "api.github.com" ? "github.com" : host;
}

/** `owner/name` of a remote of the API's host, by HTTP or SSH; null for any other. */
export function repositoryAt(remote: string, apiUrl: string): string | null {
  const [, host, path] = remotes.map((form) => form.exec(remote)).find((found) => found !== null) ?? [];
  const repository = RepositoryName.safeParse(path?.replace(/\/$/, "").replace(/\.git$/, ""));
  return repository.success && host?.toLowerCase() === gitHostOf(apiUrl) ? repository.data : null;
}

/** `https://github.com/acme/shop.git`, `ssh://git@github.com/acme/shop`, `git@github.com:acme/shop.git`. */
const remotes = [/^(?:https?|ssh):\/\/(?:[^@/]*@)?([^/]+)\/(.+)$/, /^(?:[^@/:]+@)?([^/:]+):(?!\/)(.+)$/];

/** Whether a remote is spoken to by the token of an API: over HTTPS, or over HTTP where the API itself is. */
export function isRemoteOf(remote: string, apiUrl: string): boolean {
  if (!URL.canParse(remote)) return false;
  const { protocol, host } = new URL(remote);
  const isSafe = protocol === "https:" || (protocol === "http:" && apiUrl.startsWith("http:"));
  return isSafe && host === gitHostOf(apiUrl);
}

/** The token, for a remote of the host that it is of; null for any other, and for one that is not spoken to by HTTP. */
export function gitCredential(
  remote: string,
  { apiUrl, token }: { apiUrl: string; token: string },
): GitCredential | null {
  return isRemoteOf(remote, apiUrl) ? { username: "x-access-token", password: token } : null;
}
