import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Access } from "@signalbox/contract/executions";
import { type JsonObject, objectAt, textAt } from "../../kernel/json.ts";
import { pathsOf } from "./acp-call.ts";

/** What agents call what a call does; of those that tell none, the name of the tool is looked at. */
const kindsByName: ReadonlyMap<string, string> = new Map([
  ...["write", "edit"].map((name) => [name, "edit"] as const),
  ...["tree", "read_image"].map((name) => [name, "read"] as const),
]);

const reading: readonly string[] = ["read", "search", "think"];
const allowed: Readonly<Record<Exclude<Access, "full">, readonly string[]>> = {
  read: reading,
  edit: [...reading, "edit"],
};

/** A call that an agent asks to make, as the protocol tells it. */
export interface AskedCall {
  /** What the agent itself calls the tool, where it tells. */
  name: string | null;
  call: JsonObject;
}

/** Whether a bot of that access may make a call: what is not known to be allowed is not. */
export function permits(
  { access, cwd }: { access: Access; cwd: string },
  { name, call }: AskedCall,
): boolean {
  if (access === "full") return true;
  const told = textAt(call, "kind") ?? "other";
  const title = (name ?? textAt(call, "title") ?? "").toLowerCase();
  const kind = told === "other" ? (kindsByName.get(title) ?? told) : told;
  if (!allowed[access].includes(kind) || isCommand(call)) return false;
  const paths = pathsOf(call);
  if (kind === "edit" && paths.length === 0) return false;
  return paths.every((path) => isWithin(path, cwd));
}

/** Agents guess from its words that a command only reads. With a path beside it, it is what a tool for files shall do. */
function isCommand(call: JsonObject): boolean {
  const rawInput = objectAt(call, "rawInput");
  if (Array.isArray(rawInput.command)) return true;
  return textAt(rawInput, "command") !== null && pathsOf({ rawInput }).length === 0;
}

/** No path of a file is longer to the system. */
const longestPath = 4_096;
/** The home of whoever runs it, and addresses: what an agent makes of them is not told by the path. */
const meansElsewhere = /^~|^[a-z][a-z\d+.-]*:/i;

/** Also where the path, or a part of it, is a link to somewhere else. */
function isWithin(path: string, cwd: string): boolean {
  if (path.length > longestPath || path.includes("\u0000") || meansElsewhere.test(path)) return false;
  // Behind a link, the folder above is another one than the path says.
  if (path.split("/").includes("..")) return false;
  const [folder, file] = [realPathOf(cwd), realPathOf(resolve(cwd, path))];
  if (folder === null || file === null) return false;
  const from = relative(folder, file);
  return from !== ".." && !from.startsWith("../") && !isAbsolute(from);
}

/** Of what is not there yet, where it would be; null behind a link to nothing, which what is written there would make. */
function realPathOf(path: string): string | null {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      return join(realpathSync(at), ...missing);
    } catch {
      if (isLink(at) || dirname(at) === at) return null;
      missing.unshift(basename(at));
    }
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
