import { join } from "node:path";
import type { WatchedBackend } from "@signalbox/contract/common";
import { adapters, type HookApproval, type HookEntry } from "../backends/index.ts";
import type { HookFolder } from "./hook-folder.ts";
import { hookErrors } from "./hooks.errors.ts";
import { hookCommand, waitingHookCommand } from "./settings/edit-settings.ts";
import type { EntryForm } from "./settings/entry-form.ts";
import { pluginForm } from "./settings/plugin-form.ts";
import { settingsForm } from "./settings/settings-form.ts";
import { testEventName } from "./test-event.ts";

/** Where each CLI keeps its settings. */
export type CliFolders = Readonly<Record<WatchedBackend, string>>;

/** A CLI that we can enter ourselves into. */
export interface SupportedCli {
  backend: WatchedBackend;
  name: string;
  /** What it is called on the path. */
  program: string;
  settingsPath: string;
  form: EntryForm;
  noticed: HookEntry["noticed"];
  approval: HookApproval | null;
}

/** The CLIs that can be entered, each with its file. */
export const supportedClis = (
  folders: CliFolders,
  folder: Pick<HookFolder, "scriptPath" | "path">,
): SupportedCli[] =>
  adapters.map(({ backend, name, program, hookEntry }) => {
    const settingsPath = join(folders[backend], hookEntry.file);
    const approval = hookEntry.kind === "settings" ? hookEntry.approval : null;
    const form = formOf(hookEntry, { backend, settingsPath, folder });
    return { backend, name, program, settingsPath, approval, form, noticed: hookEntry.noticed };
  });

interface Place {
  backend: WatchedBackend;
  settingsPath: string;
  folder: Pick<HookFolder, "scriptPath" | "path">;
}

function formOf(entry: HookEntry, { backend, settingsPath, folder }: Place): EntryForm {
  if (entry.kind === "settings") {
    return settingsForm({
      ...entry.block,
      command: hookCommand(folder.scriptPath, backend),
      waitingCommand: waitingHookCommand(folder.scriptPath, backend),
    });
  }
  const node = process.execPath;
  const place = { path: settingsPath, hookFolder: folder.path, node, testEvent: testEventName };
  return pluginForm({ plugin: entry, ...place });
}

export function pickCli(clis: readonly SupportedCli[], backend: WatchedBackend): SupportedCli {
  const cli = clis.find((each) => each.backend === backend);
  if (cli === undefined) throw hookErrors.unsupported(backend);
  return cli;
}
