import { relative, sep } from "node:path";

/** Why a file or folder of the state can't be used, and what to do about it. */
export interface PathFault {
  text: string;
  cure: string;
}

const elsewhere = "choose another state folder with SIGNALBOX_HOME";
const denied = {
  reason: "permission denied",
  cure: `Let this user read and write it, or ${elsewhere}`,
};
const notFolder = {
  reason: "it is no folder, or lies below what is none",
  cure: `Move that away, or ${elsewhere}`,
};
const faults: Readonly<Record<string, { reason: string; cure: string }>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: { reason: "its disk is read-only", cure: `Make it writable, or ${elsewhere}` },
  ENOSPC: { reason: "its disk is full", cure: `Free some space, or ${elsewhere}` },
  EISDIR: { reason: "it is a folder, where a file is expected", cure: `Move it away, or ${elsewhere}` },
  EEXIST: notFolder,
  ENOTDIR: notFolder,
};

/** Tells a failure of the file system in the state folder in a person's words; null for any other failure. */
export function pathFault(thrown: unknown, stateFolder: string): PathFault | null {
  if (!(thrown instanceof Error && "code" in thrown && "path" in thrown)) return null;
  // A draft that can't take its place is not what is wrong.
  const path = String("dest" in thrown ? thrown.dest : thrown.path);
  const fault = faults[String(thrown.code)];
  if (fault === undefined || !isIn(path, stateFolder)) return null;
  return { text: `Signalbox can't use ${path}: ${fault.reason}`, cure: fault.cure };
}

const isIn = (path: string, folder: string): boolean => relative(folder, path).split(sep)[0] !== "..";
