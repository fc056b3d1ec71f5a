/** One event of a CLI that Signalbox listens to. */
export interface HookSubscription {
  event: string;
  /** Narrows the event where the CLI allows it; absent means all of it. */
  matcher?: string;
  /** The script waits with it for an answer, at most so many seconds by the CLI's own limit. */
  waits?: number;
}

/** How Signalbox is entered into the hooks of a CLI's settings file. */
export interface HookBlock {
  subscriptions: readonly HookSubscription[];
  /** The CLI's own limit on the hook, in the unit it counts in; the script's is shorter, so this one is never met. */
  timeout: number;
  /** The CLI takes a settings file with comments or trailing commas for broken, and ignores all of it. */
  wantsPlainJson: boolean;
  /** What the CLI calls our hooks while they run; absent where it has no names for hooks. */
  label?: string;
  /** What turns every hook off in that file, where there is such a switch. */
  offSwitch: { path: readonly string[]; value: boolean } | null;
}

/** What a CLI asks the person before it runs a hook, and keeps in another file beside the settings. */
export interface HookApproval {
  file: string;
  /** What still keeps our entries from running, in a sentence with the cure; null where nothing does. */
  obstacle(settings: { path: string; text: string }, approvals: string): string | null;
}

/** Whether sessions that run already notice a change of the file. */
type Noticed = "at_once" | "at_start";

/** Entries in a settings file: commands that the CLI runs. */
export interface SettingsEntry {
  kind: "settings";
  /** The settings file, inside the CLI's folder. */
  file: string;
  noticed: Noticed;
  block: HookBlock;
  approval: HookApproval | null;
}

/** A file of ours that the CLI loads as a plugin. */
export interface PluginEntry {
  kind: "plugin";
  file: string;
  noticed: Noticed;
  /** The events it passes on. */
  events: readonly string[];
  /** Its text; `hookFolder` is where key and port are. */
  source(hookFolder: string): string;
}

/** How Signalbox is entered into a CLI. */
export type HookEntry = SettingsEntry | PluginEntry;
