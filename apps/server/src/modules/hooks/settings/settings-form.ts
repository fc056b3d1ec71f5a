import { findNodeAtLocation, getNodeValue } from "jsonc-parser";
import { testEventName } from "../test-event.ts";
import { inspectSettings, type WantedHooks, withHooks, withoutHooks } from "./edit-settings.ts";
import type { EntryForm } from "./entry-form.ts";
import { readSettings } from "./read-settings.ts";

/** Entries among the hooks of a JSON file, each a command that the CLI runs. */
export const settingsForm = (wanted: WantedHooks): EntryForm => ({
  events: wanted.subscriptions.map(({ event }) => event),
  enter: (text) => withHooks(text, wanted),
  leave: withoutHooks,
  inspect: inspectSettings,
  isEmpty: (text) => text.trim() === "{}",
  obstacle: (text, { name, path }) => {
    if (wanted.wantsPlainJson && !isPlainJson(text)) {
      return `${name} ignores all of ${path} for its comments or trailing commas. Take them out`;
    }
    const off = switchedOff(text, wanted);
    return off === null ? null : `${off} in ${path}: ${name} runs no hook at all`;
  },
  trial: (testId) => ({
    file: "/bin/sh",
    args: ["-c", wanted.command],
    input: JSON.stringify({ hook_event_name: testEventName, session_id: testId }),
  }),
});

/** The switch that turns every hook off, as it stands in the text. */
function switchedOff(text: string, { offSwitch }: WantedHooks): string | null {
  if (offSwitch === null || text.trim() === "") return null;
  const node = findNodeAtLocation(readSettings(text).root, [...offSwitch.path]);
  if (node === undefined || getNodeValue(node) !== offSwitch.value) return null;
  return `"${offSwitch.path.join(".")}" is ${offSwitch.value ? "on" : "off"}`;
}

function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text.trim() === "" ? "{}" : text);
    return true;
  } catch {
    return false;
  }
}
