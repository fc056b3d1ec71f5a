import { hookEntryPattern } from "@signalbox/contract/hooks";
import { findNodeAtLocation, getNodeValue, type Node } from "jsonc-parser";
import { type Fault, parseJson } from "./json-text.ts";

/** The text is no settings file that we can edit. */
export type SettingsFault =
  | ({ kind: "not_json" } & Fault)
  | { kind: "unexpected"; at: string; words: string };

export class SettingsFaultError extends Error {
  readonly fault: SettingsFault;
  constructor(fault: SettingsFault) {
    super(fault.words);
    this.fault = fault;
  }
}

/** One hook in the file with everything that surrounds it. */
export interface Entry {
  event: string;
  ours: boolean;
  node: Node;
  group: Node;
  /** How many hooks its group holds, and whether all of them are ours. */
  groupSize: number;
  groupIsOurs: boolean;
}

/** A text with what we look for in it. */
export interface Settings {
  text: string;
  root: Node;
  hooks: Node | undefined;
  entries: Entry[];
}

/** Ours is what runs some Signalbox folder's script with the mark behind it, wherever that folder is or was. */
const isOurs = (command: unknown): boolean => typeof command === "string" && hookEntryPattern.test(command);

export const itemsOf = (node: Node): readonly Node[] => node.children ?? [];

/** The list of hooks that a group holds. */
export function hooksOf(group: Node): Node | undefined {
  const list = findNodeAtLocation(group, ["hooks"]);
  return list?.type === "array" ? list : undefined;
}

export const valueAt = (root: Node, name: string): unknown => {
  const node = findNodeAtLocation(root, [name]);
  return node === undefined ? undefined : getNodeValue(node);
};

/** @throws SettingsFaultError */
export function readSettings(text: string): Settings {
  const root = parseJson(text);
  if (!("offset" in root)) throw new SettingsFaultError({ kind: "not_json", ...root });
  const at = (node: Node | undefined, type: Node["type"], path: string): Node | undefined => {
    if (node === undefined || node.type === type) return node;
    throw unexpected(path, `should be an ${type} and is ${node.type === "null" ? "null" : `a ${node.type}`}`);
  };
  at(root, "object", "the file");
  refuseDoubles(root, "", ["hooks"]);
  const hooks = at(findNodeAtLocation(root, ["hooks"]), "object", "hooks");
  if (hooks !== undefined) refuseDoubles(hooks, "hooks.");
  const entries = (hooks?.children ?? []).flatMap((property) => {
    const [name, value] = property.children ?? [];
    const event = String(name?.value);
    const groups = at(value, "array", `hooks.${event}`);
    return groups === undefined ? [] : entriesOf(event, groups);
  });
  return { text, root, hooks, entries };
}

function entriesOf(event: string, groups: Node): Entry[] {
  return itemsOf(groups).flatMap((group) => {
    const list = hooksOf(group);
    if (list === undefined) return [];
    const hooks = itemsOf(list).map((node) => ({ node, ours: isOurs(valueAt(node, "command")) }));
    const groupIsOurs = hooks.every((hook) => hook.ours);
    return hooks.map((hook) => ({ ...hook, event, group, groupSize: hooks.length, groupIsOurs }));
  });
}

/** Of two equal keys a CLI reads one; which one we would edit is a guess, so we don't. */
function refuseDoubles(object: Node, prefix: string, names?: readonly string[]): void {
  const seen = new Set<string>();
  for (const property of object.children ?? []) {
    const name = String(property.children?.[0]?.value);
    if (seen.has(name) && (names?.includes(name) ?? true)) throw unexpected(prefix + name, "is there twice");
    seen.add(name);
  }
}

const unexpected = (at: string, words: string): SettingsFaultError =>
  new SettingsFaultError({ kind: "unexpected", at, words });
