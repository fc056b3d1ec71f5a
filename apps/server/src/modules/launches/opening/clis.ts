import { access } from "node:fs/promises";
import { join } from "node:path";
import type { LaunchableCli, LaunchMode } from "@signalbox/contract/launches";
import { patientReads } from "../../../platform/files/patient-reads.ts";
import { findProgram } from "../../../platform/processes/run-program.ts";
import {
  adapterOf,
  type HeadlessCli,
  type LaunchableAdapter,
  launchable,
  launchableOf,
} from "../../backends/index.ts";
import type { LaunchRules } from "../ports.ts";

type Rules = Pick<LaunchRules, "path" | "cliFolders" | "environment">;

/** The CLIs, and whether each can be started here. */
export const launchableClis = (rules: Rules): Promise<LaunchableCli[]> =>
  Promise.all(
    launchable.map(async (adapter) => {
      const { backend, name, program } = adapter;
      const isThere = (await findProgram(program, rules.path)) !== null;
      const headless = await headlessWay(adapter, rules);
      const installed = isThere || headless !== null;
      const missing = isThere ? null : `There is no "${program}" where the server looks for programs`;
      return {
        ...{ backend, name, installed, problem: whyNotTerminal(adapter) ?? missing },
        signedIn: installed ? await isSignedIn(adapter, rules) : null,
        headlessProblem: headless === null ? whyNotHeadless(adapter) : null,
      };
    }),
  );

/** How a CLI is started where nobody says how. */
export const usualMode = (backend: string): LaunchMode =>
  launchableOf(backend)?.launching === undefined ? "headless" : "terminal";

/** How a CLI is run here without a terminal; null where it can't be. */
export async function headlessWay(
  { headless }: LaunchableAdapter,
  { path }: Pick<LaunchRules, "path">,
): Promise<HeadlessCli | null> {
  const found = await Promise.all(headless.map(({ program }) => findProgram(program, path)));
  return headless.find((_, index) => found[index] !== null) ?? null;
}

/** Why it can't be, in a sentence. */
export function whyNotHeadless({ name, headless }: LaunchableAdapter): string {
  if (headless.length === 0) return `${name} can't be run without a terminal`;
  const programs = headless.map(({ program }) => `"${program}"`).join(" or ");
  return `Without a terminal, ${name} needs ${programs}, which is not where the server looks for programs (its PATH)`;
}

/** Why a CLI can't be started in a terminal, in a sentence; null where it can. */
export const whyNotTerminal = ({ name, launching }: LaunchableAdapter): string | null =>
  launching === undefined
    ? `${name} is started without a terminal only: nobody would be told what it does in one`
    : null;

/** Null where it can't be told: a login may be kept in a keychain, or a provider of one's own needs none. */
async function isSignedIn({ backend, signedIn }: LaunchableAdapter, rules: Rules): Promise<true | null> {
  const { files, variables } = signedIn;
  if (variables.some((name) => (rules.environment[name] ?? "") !== "")) return true;
  const watched = adapterOf(backend);
  const folder = watched === undefined ? null : rules.cliFolders[watched.backend];
  const paths = folder === null ? [] : files.map((file) => join(folder, file));
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
