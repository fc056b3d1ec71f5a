import type { GitCredential } from "../ports.ts";

/** A remote without who fetches from it and with which password, and those where it has them. */
export function splitCredential(remote: string): { url: string; credential: GitCredential | null } {
  if (!/^https?:/i.test(remote) || !URL.canParse(remote)) return { url: remote, credential: null };
  const url = new URL(remote);
  const [username, password] = [decoded(url.username), decoded(url.password)];
  if (username === "" && password === "") return { url: remote, credential: null };
  url.username = "";
  url.password = "";
  // A token alone stands where a user would.
  return { url: url.href, credential: { username, password } };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The variables by which git says who it is at a remote, to that host alone. They are in the environment of the one git
 * that needs them: command lines are seen by everybody, files by whoever works in them.
 */
export function credentialEnv(url: string, credential: GitCredential | null): Record<string, string> {
  if (credential === null || !/^https?:/i.test(url) || !URL.canParse(url)) return {};
  const { username, password } = credential;
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${new URL(url).origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}
