import type { Node } from "jsonc-parser";
import { type Edit, hasCommentBesideItems, removeItems } from "./json-edits.ts";
import { type Entry, hooksOf, itemsOf, type Settings } from "./read-settings.ts";

/** Takes entries of ours out, and each thing around them that would then be empty. */
export function withoutOurs(settings: Settings, isUnwanted: (entry: Entry) => boolean): Edit[] {
  const { text, root, hooks, entries } = settings;
  const block = hooks?.parent;
  const unwanted = new Set(
    entries.filter((entry) => entry.ours && isUnwanted(entry)).map(({ node }) => node),
  );
  if (block === undefined || unwanted.size === 0) return [];
  const ofGroup = (group: Node): Rest => {
    const list = hooksOf(group);
    if (list === undefined) return [];
    const gone = itemsOf(list).filter((node) => unwanted.has(node));
    return gone.length > 0 && gone.length === itemsOf(list).length
      ? "gone"
      : removeItems(text, list, new Set(gone));
  };
  const ofEvent = (property: Node): Rest => restOfProperty(text, property, ofGroup);
  const rest = restOfProperty(text, block, ofEvent);
  return rest === "gone" ? removeItems(text, root, new Set([block])) : rest;
}

/** What becomes of a node when things are taken out of it: it goes with them, or stays with edits inside. */
type Rest = "gone" | Edit[];

/** A property goes with the last item of its value, unless a comment stands there. */
function restOfProperty(text: string, property: Node, restOf: (item: Node) => Rest): Rest {
  const container = property.children?.[1];
  if (container === undefined) return [];
  const gone = new Set<Node>();
  const edits: Edit[] = [];
  for (const item of itemsOf(container)) {
    const rest = restOf(item);
    if (rest === "gone") gone.add(item);
    else for (const edit of rest) edits.push(edit);
  }
  const isEmptied = gone.size > 0 && gone.size === itemsOf(container).length;
  if (isEmptied && !hasCommentBesideItems(text, property)) return "gone";
  return [...edits, ...removeItems(text, container, gone)];
}
