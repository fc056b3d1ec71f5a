import { join } from "node:path";
import type { Backend } from "@signalbox/contract/common";
import { claudeHookBlock, type HookBlock } from "../backends/index.ts";
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

/** The CLIs that work today, with the settings file of each. */
export function supportedClis(folders: { claude: string }): SupportedCli[] {
  return [
    {
      backend: "claude",
      name: "Claude Code",
      program: "claude",
      settingsPath: join(folders.claude, "settings.json"),
      block: claudeHookBlock,
    },
  ];
}

export function pickCli(clis: readonly SupportedCli[], backend: Backend): SupportedCli {
  const cli = clis.find((each) => each.backend === backend);
  if (cli === undefined) throw hookErrors.unsupported(backend);
  return cli;
}
