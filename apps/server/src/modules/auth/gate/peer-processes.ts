import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import type { Peer } from "../../../platform/http/http.ts";
import { readStat } from "../../../platform/processes/process-table.ts";

/** So many processes are looked at before others have their turn. */
const atATurn = 64;

/**
 * Whether one of these processes, or one that descends from it, is at the other end of a connection on this machine. False
 * where the system does not tell: it needs Linux's /proc, and only shows processes of the same user.
 */
export async function isBelow(pids: ReadonlySet<number>, peer: Peer): Promise<boolean> {
  if (pids.size === 0) return false;
  const sockets = socketsOf(peer);
  if (sockets === "hung up") return true;
  if (sockets.size === 0) return false;
  const below = await withDescendants(pids);
  return [...below].some((pid) => holdsAny(pid, sockets));
}

/**
 * `socket:[inode]` of the other end, seen from there: its local port is our remote one. Who hung up before they had a reply
 * is nobody's any more, and has something to hide: honest callers stay.
 */
const socketsOf = ({ remotePort, localPort }: Peer): ReadonlySet<string> | "hung up" => {
  if (remotePort === undefined) return "hung up";
  const found = new Set<string>();
  let hungUp = false;
  for (const path of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const row of (orNull(() => readFileSync(path, "utf8")) ?? "").split("\n").slice(1)) {
      const [, local, remote, , , , , , , inode] = row.trim().split(/\s+/);
      const isIt = portOf(local) === remotePort && portOf(remote) === localPort;
      if (!isIt || inode === undefined) continue;
      if (inode === "0") hungUp = true;
      else found.add(`socket:[${inode}]`);
    }
  }
  return hungUp && found.size === 0 ? "hung up" : found;
};

/** Addresses are in hexadecimal: `0100007F:1CCD`. */
const portOf = (address = ""): number => Number.parseInt(address.split(":")[1] ?? "", 16);

/** Read at once, as `createProcessTable` does: a round through the thread pool costs ten times as much. */
async function withDescendants(pids: ReadonlySet<number>): Promise<ReadonlySet<number>> {
  const parents = new Map<number, number>();
  for (const [n, name] of (orNull(() => readdirSync("/proc")) ?? []).entries()) {
    if (n % atATurn === 0) await turn();
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(orNull(() => readFileSync(`/proc/${name}/stat`, "utf8")) ?? "");
    if (stat !== null) parents.set(Number(name), stat.parent);
  }
  const isBelowAny = (pid: number): boolean => {
    const climbed = new Set<number>();
    for (let at: number | undefined = pid; at !== undefined && !climbed.has(at); at = parents.get(at)) {
      if (pids.has(at)) return true;
      climbed.add(at);
    }
    return false;
  };
  return new Set([...parents.keys()].filter(isBelowAny));
}

/** A process that ended meanwhile, or belongs to someone else, shows none. */
const holdsAny = (pid: number, sockets: ReadonlySet<string>): boolean =>
  (orNull(() => readdirSync(`/proc/${pid}/fd`)) ?? []).some((fd) =>
    sockets.has(orNull(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? ""),
  );

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
