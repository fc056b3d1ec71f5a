import type { PluginEntry } from "../../backends/index.ts";
import type { EntryForm } from "./entry-form.ts";
import { SettingsFaultError } from "./read-settings.ts";

/** Our plugins begin so, whichever version wrote them. */
const mark = "// Signalbox";

const isOurs = (text: string): boolean => text.startsWith(mark);
const isBlank = (text: string): boolean => text.trim() === "";

/** Loads the plugin as the CLI does, and lets it pass on one event. */
const runOnce = `const [path, event, sessionID] = process.argv.slice(1);
const { Signalbox } = await import(path);
const hooks = await Signalbox({ directory: process.cwd() });
await hooks.event({ event: { type: event, properties: { sessionID } } });
await hooks.dispose();`;

interface PluginPlace {
  plugin: PluginEntry;
  /** Where the plugin lies, and where key and port are. */
  path: string;
  hookFolder: string;
  /** What runs it where it is tried. */
  node: string;
  testEvent: string;
}

/** A file that is ours as a whole. */
export function pluginForm({ plugin, path, hookFolder, node, testEvent }: PluginPlace): EntryForm {
  const source = `${mark}${plugin.source(hookFolder)}`;
  const refuseForeign = (text: string): void => {
    if (isBlank(text) || isOurs(text)) return;
    throw new SettingsFaultError({
      kind: "unexpected",
      at: "the file",
      words: "is somebody else's, by the name that ours would have",
    });
  };
  return {
    events: plugin.events,
    enter: (text) => {
      refuseForeign(text);
      return source;
    },
    leave: (text) => (isOurs(text) ? "" : text),
    inspect: (text) => ({
      ours: isOurs(text) ? [...plugin.events] : [],
      foreign: isBlank(text) || isOurs(text) ? 0 : 1,
    }),
    isEmpty: isBlank,
    obstacle: () => null,
    trial: (testId) => ({
      file: node,
      args: ["--input-type=module", "-e", runOnce, path, testEvent, testId],
      input: "",
    }),
  };
}
