import { access } from "node:fs/promises";
import { join } from "node:path";
import type { LaunchableCli } from "@signalbox/contract/launches";
import { patientReads } from "../../../platform/files/patient-reads.ts";
import { findProgram } from "../../../platform/processes/run-program.ts";
import { adapters, type BackendAdapter } from "../../backends/index.ts";
import type { LaunchRules } from "../ports.ts";

type Rules = Pick<LaunchRules, "path" | "cliFolders" | "environment">;

/** The CLIs, and whether each can be started here. */
export const launchableClis = (rules: Rules): Promise<LaunchableCli[]> =>
  Promise.all(
    adapters.map(async (adapter) => {
      const installed = (await findProgram(adapter.program, rules.path)) !== null;
      const headlessProblem = await whyNotHeadless(adapter, rules);
      return {
        ...{ backend: adapter.backend, name: adapter.name, installed },
        signedIn: installed ? await isSignedIn(adapter, rules) : null,
        problem: installed ? null : `There is no "${adapter.program}" where the server looks for programs`,
        headlessProblem,
      };
    }),
  );

/** Why a CLI can't be run here without a terminal, in a sentence; null where it can. */
export async function whyNotHeadless(
  { name, headless }: BackendAdapter,
  { path }: Pick<LaunchRules, "path">,
): Promise<string | null> {
  if (headless === undefined) return `${name} can't be run without a terminal`;
  const found = await Promise.all(headless.programs.map((program) => findProgram(program, path)));
  if (found.some((file) => file !== null)) return null;
  const programs = headless.programs.map((program) => `"${program}"`).join(" or ");
  return `Without a terminal, ${name} needs ${programs}, which is not where the server looks for programs (its PATH)`;
}

/** Null where it can't be told: a login may be kept in a keychain, or a provider of one's own needs none. */
async function isSignedIn({ backend, launching }: BackendAdapter, rules: Rules): Promise<true | null> {
  const { files, variables } = launching.signedIn;
  if (variables.some((name) => (rules.environment[name] ?? "") !== "")) return true;
  const paths = files.map((file) => join(rules.cliFolders[backend], file));
  const there = await Promise.all(paths.map(exists));
  return there.includes(true) ? true : null;
}

const exists = (path: string): Promise<boolean> =>
  patientReads
    .of(path, () => access(path))
    .then(
      () => true,
      () => false,
    );
