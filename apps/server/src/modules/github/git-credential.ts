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

/** The token, for a remote of the host that it is of; null for any other, and for one that is not spoken to by HTTP. */
export function gitCredential(
  remote: string,
  { apiUrl, token }: { apiUrl: string; token: string },
): GitCredential | null {
  if (!URL.canParse(remote)) return null;
  const { protocol, host } = new URL(remote);
  const isSafe = protocol === "https:" || (protocol === "http:" && apiUrl.startsWith("http:"));
  return isSafe && host === gitHostOf(apiUrl) ? { username: "x-access-token", password: token } : null;
}
