import { isDeepStrictEqual } from "node:util";
import { hookEntryPattern } from "@signalbox/contract/hooks";
import { shellWord } from "@signalbox/state-folder/shell-word";
import { findNodeAtLocation, getNodeValue, type Node } from "jsonc-parser";
import type { HookBlock, HookSubscription } from "../../backends/index.ts";
import {
  appendItem,
  type Fault,
  hasCommentBeside,
  parseJson,
  removeItem,
  replaceItem,
  styleOf,
} from "./json-text.ts";

/** What ours looks like in a settings file: the events, and the command of each entry. */
export interface WantedHooks extends HookBlock {
  command: string;
}

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
interface Entry {
  event: string;
  ours: boolean;
  node: Node;
  group: Node;
  groups: Node;
  /** How many hooks its group holds. */
  groupSize: number;
}

interface Settings {
  text: string;
  root: Node;
  hooks: Node | undefined;
  entries: Entry[];
}

/** The command of our entries: runs the script at `path`, and carries our mark. */
export const hookCommand = (path: string): string => `exec sh ${shellWord(path)} signalbox`;

/** Ours is what runs some Signalbox folder's script with the mark behind it, wherever that folder is or was. */
const isOurs = (command: unknown): boolean => typeof command === "string" && hookEntryPattern.test(command);

/** The text with our hooks in it, brought up to date; the same text where nothing is to be done. */
export function withHooks(text: string, wanted: WantedHooks): string {
  const start = text.trim() === "" ? "{}\n" : text;
  const events = new Set(wanted.subscriptions.map((subscription) => subscription.event));
  const cleared = withoutEntries(start, (entry) => !events.has(entry.event));
  const result = wanted.subscriptions.reduce(
    (current, subscription) => withSubscription(current, subscription, wanted),
    cleared,
  );
  return result === start ? text : result;
}

/** The text without our hooks and without what only held them. */
export const withoutHooks = (text: string): string => withoutEntries(text, () => true);

/** What stands in the text: events of ours, and how many hooks of others. */
export function inspectSettings(text: string): { ours: string[]; foreign: number; allDisabled: boolean } {
  if (text.trim() === "") return { ours: [], foreign: 0, allDisabled: false };
  const { entries, root } = readSettings(text);
  return {
    ours: entries.filter((entry) => entry.ours).map((entry) => entry.event),
    foreign: entries.filter((entry) => !entry.ours).length,
    allDisabled: valueAt(root, "disableAllHooks") === true,
  };
}

function withSubscription(text: string, subscription: HookSubscription, wanted: WantedHooks): string {
  const group = groupFor(subscription, wanted);
  const isRight = (entry: Entry) =>
    isDeepStrictEqual(getNodeValue(entry.group), group, { skipPrototype: true });
  const settings = readSettings(text);
  const ours = settings.entries.filter((entry) => entry.ours && entry.event === subscription.event);
  const keep = ours.find(isRight) ?? ours.find((entry) => entry.groupSize === 1);
  const others = ours.filter((entry) => entry !== keep);
  const other = others.at(-1);
  if (other !== undefined) return withSubscription(withoutEntry(settings, other), subscription, wanted);
  if (keep === undefined) return withGroup(settings, subscription.event, group);
  return isRight(keep) ? text : replaceItem(text, keep.group, group, styleOf(text, settings.root));
}

const groupFor = ({ event: _, ...matcher }: HookSubscription, wanted: WantedHooks) => ({
  ...matcher,
  hooks: [{ type: "command", command: wanted.command, timeout: wanted.timeoutSeconds }],
});

function withGroup({ text, root, hooks }: Settings, event: string, group: unknown): string {
  const style = styleOf(text, root);
  if (hooks === undefined)
    return appendItem(text, root, { name: "hooks", value: { [event]: [group] } }, style);
  const groups = findNodeAtLocation(hooks, [event]);
  if (groups === undefined) return appendItem(text, hooks, { name: event, value: [group] }, style);
  return appendItem(text, groups, { value: group }, style);
}

function withoutEntries(text: string, isUnwanted: (entry: Entry) => boolean): string {
  if (text.trim() === "") return text;
  const settings = readSettings(text);
  const entry = settings.entries.findLast((each) => each.ours && isUnwanted(each));
  return entry === undefined ? text : withoutEntries(withoutEntry(settings, entry), isUnwanted);
}

/** Takes out one entry, and each thing around it that would then be empty. */
function withoutEntry({ text }: Settings, entry: Entry): string {
  let item = entry.groupSize === 1 ? entry.group : entry.node;
  let container = item.parent;
  // A property's own container is the object that holds it; its value is never removed alone.
  while (container?.parent?.type === "property" && container.children?.length === 1) {
    const property = container.parent;
    if (hasCommentBeside(text, property, item)) break;
    item = property;
    container = property.parent;
  }
  return container === undefined ? text : removeItem(text, container, item);
}

const valueAt = (root: Node, name: string): unknown => {
  const node = findNodeAtLocation(root, [name]);
  return node === undefined ? undefined : getNodeValue(node);
};

function readSettings(text: string): Settings {
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
  return (groups.children ?? []).flatMap((group) => {
    const list = findNodeAtLocation(group, ["hooks"]);
    if (list?.type !== "array") return [];
    const nodes = list.children ?? [];
    return nodes.map((node) => ({
      event,
      ours: isOurs(valueAt(node, "command")),
      node,
      group,
      groups,
      groupSize: nodes.length,
    }));
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
