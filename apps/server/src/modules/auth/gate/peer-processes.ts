import { readdir, readFile, readlink } from "node:fs/promises";
import type { Peer } from "../../../platform/http/http.ts";

/**
 * The processes at the other end of a connection on this machine, with all their ancestors. Empty where the system
 * does not tell: it needs Linux's /proc, and only shows processes of the same user.
 */
export const peerProcesses = async (peer: Peer): Promise<readonly number[]> => {
  const sockets = await socketsOf(peer);
  if (sockets.size === 0) return [];
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const holds = await Promise.all(pids.map((pid) => holdsAny(pid, sockets)));
  const found = new Set<number>();
  for (const [index, pid] of pids.entries()) if (holds[index]) await addWithAncestors(found, Number(pid));
  return [...found];
};

/** `socket:[inode]` of the other end, seen from there: its local port is our remote one. */
const socketsOf = async ({ remotePort, localPort }: Peer): Promise<ReadonlySet<string>> => {
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "utf8").catch(() => "")),
  );
  const rows = tables.flatMap((table) => table.split("\n").slice(1)).map((row) => row.trim().split(/\s+/));
  const found = new Set<string>();
  for (const [, local, remote, , , , , , , inode] of rows) {
    if (
      portOf(local) === remotePort &&
      portOf(remote) === localPort &&
      inode !== undefined &&
      inode !== "0"
    ) {
      found.add(`socket:[${inode}]`);
    }
  }
  return found;
};

/** Addresses are in hexadecimal: `0100007F:1CCD`. */
const portOf = (address = ""): number => Number.parseInt(address.split(":")[1] ?? "", 16);

const holdsAny = async (pid: string, sockets: ReadonlySet<string>): Promise<boolean> => {
  // A process that ended meanwhile, or belongs to someone else, shows none.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(
    descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")),
  );
  return targets.some((target) => sockets.has(target));
};

const addWithAncestors = async (found: Set<number>, start: number): Promise<void> => {
  for (let pid = start; pid > 0 && !found.has(pid); pid = await parentOf(pid)) found.add(pid);
};

/** 0 where there is none. The command's name, in brackets, may itself hold spaces and brackets. */
const parentOf = async (pid: number): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0) || 0;
};
