import { join } from "node:path";
import type { Backend } from "@signalbox/contract/common";
import { adapters, type HookBlock } from "../backends/index.ts";
import { hookErrors } from "./hooks.errors.ts";

/** A CLI that we can enter ourselves into. */
export interface SupportedCli {
  backend: Backend;
  name: string;
  /** What it is called on the path. */
  program: string;
  settingsPath: string;
  block: HookBlock;
}

/** The CLIs that can be entered, each with its settings file. */
export function supportedClis(folders: { claude: string }): SupportedCli[] {
  const settingsPaths: Partial<Record<Backend, string>> = { claude: join(folders.claude, "settings.json") };
  return adapters.flatMap(({ backend, name, program, hookBlock: block }) => {
    const settingsPath = settingsPaths[backend];
    return settingsPath === undefined ? [] : [{ backend, name, program, settingsPath, block }];
  });
}

export function pickCli(clis: readonly SupportedCli[], backend: Backend): SupportedCli {
  const cli = clis.find((each) => each.backend === backend);
  if (cli === undefined) throw hookErrors.unsupported(backend);
  return cli;
}
