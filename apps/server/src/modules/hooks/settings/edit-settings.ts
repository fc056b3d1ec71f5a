import { isDeepStrictEqual } from "node:util";
import type { Backend } from "@signalbox/contract/common";
import { shellWord } from "@signalbox/state-folder/shell-word";
import { findNodeAtLocation, getNodeValue } from "jsonc-parser";
import type { HookBlock, HookSubscription } from "../../backends/index.ts";
import type { Found } from "./entry-form.ts";
import { appendItems, applyEdits, type Edit, replaceItem, styleOf } from "./json-edits.ts";
import { type Entry, readSettings, type Settings } from "./read-settings.ts";
import { withoutOurs } from "./remove-ours.ts";

/** What ours looks like in a settings file: the events, and the command of each entry. */
export interface WantedHooks extends HookBlock {
  command: string;
  /** The command of those that wait for an answer. */
  waitingCommand: string;
}

/** The command of our entries: runs the script at `path`, carries our mark, and says which CLI it is. */
export const hookCommand = (path: string, backend: Backend): string =>
  `exec sh ${shellWord(path)} signalbox${backend === unnamed ? "" : ` ${backend}`}`;

export const waitingHookCommand = (path: string, backend: Backend): string =>
  `exec sh ${shellWord(path)} signalbox ${backend} wait`;

/** The CLI that the script takes for granted, so that its entries from before there were others stay right. */
const unnamed: Backend = "claude";

/** The text with our hooks in it, brought up to date; the same text where nothing is to be done. */
export function withHooks(text: string, wanted: WantedHooks): string {
  const start = text.trim() === "" ? "{}\n" : text;
  const rounds = [withoutSuperfluous, broughtUpToDate, withHooksBlock, withMissing];
  const result = rounds.reduce(
    (settings, round) => edited(settings, round(settings, wanted)),
    readSettings(start),
  ).text;
  return result === start ? text : result;
}

/** The text without our hooks and without what only held them. */
export function withoutHooks(text: string): string {
  if (text.trim() === "") return text;
  const edits = withoutOurs(readSettings(text), () => true);
  return applyEdits(text, edits);
}

/** What stands in the text: events of ours, and how many hooks of others. */
export function inspectSettings(text: string): Found {
  if (text.trim() === "") return { ours: [], foreign: 0 };
  const { entries } = readSettings(text);
  return {
    ours: entries.filter((entry) => entry.ours).map((entry) => entry.event),
    foreign: entries.filter((entry) => !entry.ours).length,
  };
}

const edited = (settings: Settings, edits: readonly Edit[]): Settings =>
  edits.length === 0 ? settings : readSettings(applyEdits(settings.text, edits));

const oursOf = ({ entries }: Settings, { event }: HookSubscription): Entry[] =>
  entries.filter((entry) => entry.ours && entry.event === event);

/** Takes out ours on events that are no longer wanted, doubles, and what shares a group with another's hook. */
function withoutSuperfluous(settings: Settings, wanted: WantedHooks): Edit[] {
  const kept = new Set(
    wanted.subscriptions.map((subscription) => {
      const ours = oursOf(settings, subscription);
      const isRight = isRightFor(subscription, wanted);
      return ours.find(isRight) ?? ours.find((entry) => entry.groupIsOurs);
    }),
  );
  return withoutOurs(settings, (entry) => !kept.has(entry));
}

function broughtUpToDate(settings: Settings, wanted: WantedHooks): Edit[] {
  const { text, root } = settings;
  return wanted.subscriptions.flatMap((subscription) => {
    const isRight = isRightFor(subscription, wanted);
    const outdated = oursOf(settings, subscription).filter((entry) => !isRight(entry));
    const group = groupFor(subscription, wanted);
    return outdated.map((entry) => replaceItem(text, entry.group, group, styleOf(text, root)));
  });
}

/** Makes the block with its first event, which decides whether it is written in one line. */
function withHooksBlock({ text, root, hooks }: Settings, wanted: WantedHooks): Edit[] {
  const first = wanted.subscriptions[0];
  if (hooks !== undefined || first === undefined) return [];
  const value = { [first.event]: [groupFor(first, wanted)] };
  return appendItems(text, root, [{ name: "hooks", value }], styleOf(text, root));
}

function withMissing(settings: Settings, wanted: WantedHooks): Edit[] {
  const { text, root, hooks } = settings;
  if (hooks === undefined) return [];
  const style = styleOf(text, root);
  const missing = wanted.subscriptions
    .filter((subscription) => oursOf(settings, subscription).length === 0)
    .map((subscription) => ({
      event: subscription.event,
      group: groupFor(subscription, wanted),
      groups: findNodeAtLocation(hooks, [subscription.event]),
    }));
  const besideOthers = missing.flatMap(({ groups, group }) =>
    groups === undefined ? [] : appendItems(text, groups, [{ value: group }], style),
  );
  const newEvents = missing
    .filter(({ groups }) => groups === undefined)
    .map(({ event, group }) => ({ name: event, value: [group] }));
  return [...besideOthers, ...appendItems(text, hooks, newEvents, style)];
}

/** Whether an entry stands in a group of its own that says just what is wanted. */
function isRightFor(subscription: HookSubscription, wanted: WantedHooks): (entry: Entry) => boolean {
  const group = groupFor(subscription, wanted);
  return (entry) =>
    entry.groupSize === 1 && isDeepStrictEqual(getNodeValue(entry.group), group, { skipPrototype: true });
}

const groupFor = ({ event: _, waits, ...matcher }: HookSubscription, wanted: WantedHooks) => ({
  ...matcher,
  hooks: [
    waits === undefined
      ? { ...nameFor(wanted), type: "command", command: wanted.command, timeout: wanted.timeout }
      : { ...nameFor(wanted), type: "command", command: wanted.waitingCommand, timeout: waits },
  ],
});

const nameFor = ({ label }: WantedHooks) => (label === undefined ? {} : { name: label });
