import type { HookStatus } from "@signalbox/contract/hooks";
import { AppError } from "../../kernel/errors.ts";
import type { Hearing, Programs } from "./ports.ts";
import type { WantedHooks } from "./settings/edit-settings.ts";
import { type SettingsView, viewSettings } from "./settings/plan-change.ts";
import type { SupportedCli } from "./supported-clis.ts";

/** How things stand with one CLI: what is on the machine, in its settings, and what was heard. */
export async function hookStatus(
  cli: SupportedCli,
  wanted: WantedHooks,
  { hearing, programs }: { hearing: Hearing; programs: Programs },
): Promise<HookStatus> {
  const [settings, found, lastHeardAt] = await Promise.all([
    settingsStatus(cli, wanted),
    findCli(programs, cli.program),
    hearing.lastHeard(cli.backend),
  ]);
  return {
    backend: cli.backend,
    name: cli.name,
    cli: found,
    wanted: wanted.subscriptions.map((subscription) => subscription.event),
    lastHeardAt: lastHeardAt?.toISOString() ?? null,
    ...settings,
  };
}

type SettingsStatus = Pick<HookStatus, "state" | "settingsPath" | "entries" | "foreignEntries" | "problem">;

async function settingsStatus(cli: SupportedCli, wanted: WantedHooks): Promise<SettingsStatus> {
  try {
    const view = await viewSettings(cli.settingsPath, wanted);
    return {
      state: stateOf(view),
      settingsPath: view.path,
      entries: view.ours,
      foreignEntries: view.foreign,
      problem: problemOf(cli, view),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { settingsPath } = cli;
    return { state: "unreadable", settingsPath, entries: [], foreignEntries: 0, problem: error.message };
  }
}

/** What keeps the CLI from calling us although the file can be edited. */
function problemOf(cli: SupportedCli, view: SettingsView): string | null {
  if (cli.block.wantsPlainJson && !view.isPlainJson) {
    return `${cli.name} ignores all of ${view.path} for its comments or trailing commas. Take them out`;
  }
  return view.allDisabled ? `"disableAllHooks" is on in ${view.path}: ${cli.name} runs no hook at all` : null;
}

const stateOf = (view: SettingsView): HookStatus["state"] => {
  if (view.ours.length === 0) return "not_installed";
  return view.upToDate ? "installed" : "outdated";
};

async function findCli(programs: Programs, name: string): Promise<HookStatus["cli"]> {
  const path = await programs.find(name);
  if (path === null) return null;
  const { stdout } = await programs.run(path, ["--version"]);
  return { path, version: /\d+\.\d+\.\d+[\w.-]*/.exec(stdout)?.[0] ?? null };
}
