import { basename } from "node:path";

/** A remote of git as it is shown, and the name by which it is known again. */
export interface GitRemote {
  url: string;
  key: string;
}

/** Who everybody is to a server over ssh; any other user may be a token. */
const usualUser = "git";
const schemes = new Set(["https:", "http:", "ssh:", "git:", "git+ssh:"]);
/** `git@example.org:owner/name.git`, as ssh takes it. */
const scp = /^(?:([\w.-]+)@)?([\w.-]+\.[\w.-]+|localhost):(?!\/\/)([^\s:]+)$/;

/** More than any remote has, and no more than an index takes. */
const mostBytes = 500;
const longestName = 200;

/** Reads a remote; null for what is none. Who fetches, and with which password, is left out. */
export function readRemote(text: string): GitRemote | null {
  const remote = remoteIn(text);
  return remote === null ||
    Buffer.byteLength(remote.url) > mostBytes ||
    Buffer.byteLength(remote.key) > mostBytes
    ? null
    : remote;
}

function remoteIn(text: string): GitRemote | null {
  const [, user, host, path] = scp.exec(text) ?? [];
  if (host !== undefined && path !== undefined) {
    if ((user !== undefined && user !== usualUser) || path.includes("@")) return null;
    const url = `${user === undefined ? "" : `${user}@`}${host}:${path}`;
    return { url, key: keyOf(host, path) };
  }
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!schemes.has(url.protocol) || url.hostname === "" || url.pathname.length < 2) return null;
  url.password = "";
  if (url.username !== usualUser || url.protocol.startsWith("http")) url.username = "";
  // Some write a password there by mistake.
  if (url.pathname.includes("@") || url.pathname.includes("%40")) return null;
  url.search = "";
  url.hash = "";
  const port = url.port === "" || url.port === "22" ? "" : `:${url.port}`;
  return { url: url.href, key: keyOf(`${url.hostname}${port}`, url.pathname) };
}

/** What the same repository is called over ssh and over https. */
const keyOf = (host: string, path: string): string =>
  `${host}/${path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "")}`.toLowerCase();

export const nameOfRemote = ({ key }: GitRemote): string => basename(key).slice(0, longestName);
