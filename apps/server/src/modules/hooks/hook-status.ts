import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { HookStatus } from "@signalbox/contract/hooks";
import { AppError } from "../../kernel/errors.ts";
import { NoAnswer, patientReads } from "../../platform/files/patient-reads.ts";
import type { FindCli } from "./cli-versions.ts";
import type { Hearing } from "./ports.ts";
import { type SettingsView, viewSettings } from "./settings/plan-change.ts";
import type { SupportedCli } from "./supported-clis.ts";

/** How things stand with one CLI: what is on the machine, in its settings, and what was heard. */
export async function hookStatus(
  cli: SupportedCli,
  { hearing, findCli }: { hearing: Hearing; findCli: FindCli },
): Promise<HookStatus> {
  const [settings, found, lastHeardAt] = await Promise.all([
    settingsStatus(cli),
    findCli(cli.program).then(foundIs, notKnown),
    hearing.lastHeard(cli.backend),
  ]);
  return {
    backend: cli.backend,
    name: cli.name,
    cli: found.cli,
    wanted: [...cli.form.events],
    noticed: cli.noticed,
    lastHeardAt: lastHeardAt?.toISOString() ?? null,
    ...settings,
    problem: settings.problem ?? found.problem,
  };
}

interface Found {
  cli: HookStatus["cli"];
  problem: string | null;
}
const foundIs = (cli: HookStatus["cli"]): Found => ({ cli, problem: null });

/** A folder of programs that does not answer is no sign that the CLI is not there. */
const notKnown = (error: unknown): Found => {
  if (!(error instanceof NoAnswer)) throw error;
  return { cli: null, problem: `Whether it is installed is not known: ${error.message}` };
};

type SettingsStatus = Pick<HookStatus, "state" | "settingsPath" | "entries" | "foreignEntries" | "problem">;

async function settingsStatus(cli: SupportedCli): Promise<SettingsStatus> {
  try {
    return await patientReads.of(cli.settingsPath, async () => {
      const view = await viewSettings(cli.settingsPath, cli.form);
      return {
        state: stateOf(view),
        settingsPath: view.path,
        entries: view.ours,
        foreignEntries: view.foreign,
        problem: await problemOf(cli, view),
      };
    });
  } catch (error) {
    if (!(error instanceof AppError || error instanceof NoAnswer)) throw error;
    const { settingsPath } = cli;
    return { state: "unreadable", settingsPath, entries: [], foreignEntries: 0, problem: error.message };
  }
}

/** What keeps the CLI from calling us although the file can be edited. */
async function problemOf(cli: SupportedCli, { path, text, ours }: SettingsView): Promise<string | null> {
  const obstacle = cli.form.obstacle(text, { name: cli.name, path });
  if (obstacle !== null || cli.approval === null || ours.length === 0) return obstacle;
  const approvals = await readFile(join(dirname(cli.settingsPath), cli.approval.file), "utf8").catch(
    () => "",
  );
  return cli.approval.obstacle({ path: cli.settingsPath, text }, approvals);
}

const stateOf = (view: SettingsView): HookStatus["state"] => {
  if (view.ours.length === 0) return "not_installed";
  return view.upToDate ? "installed" : "outdated";
};
