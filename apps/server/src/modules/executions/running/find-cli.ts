import type { ChainLink } from "@signalbox/contract/chain";
import type { Access, Trust } from "@signalbox/contract/executions";
import { findProgram } from "../../../platform/processes/run-program.ts";
import { type ExecutionCli, launchableOf, programExecution, readProgram } from "../../backends/index.ts";
import type { ExecutionsOptions } from "../options.ts";
import { failed, type Verdict } from "./verdict.ts";

export interface FoundProgram {
  file: string;
  cli: ExecutionCli;
}

interface Runnable {
  /** What people call it. */
  name: string;
  program: string;
  cli: ExecutionCli;
}

interface Where {
  trust: Trust;
  access: Access;
}

type Means = Pick<ExecutionsOptions, "rules" | "programs">;

/** What runs a link; or why this machine, or the checkout, has nothing that could. */
export async function programFor(
  link: ChainLink,
  { trust, access }: Where,
  { rules, programs }: Means,
): Promise<FoundProgram | Verdict> {
  const found =
    link.programId === undefined ? ofCli(link) : await ofProgram(link.programId, access, programs);
  if ("state" in found) return found;
  const { name, program, cli } = found;
  if (trust === "user_only" && !cli.leavesProjectOut)
    return failed(`${name} can't be kept from heeding what a checkout of others brings`, "refused");
  const file = await findProgram(program, rules.path);
  return file === null
    ? failed(`There is no "${program}" where the server looks for programs`, "missing")
    : { file, cli };
}

function ofCli({ backend }: ChainLink): Runnable | Verdict {
  const adapter = launchableOf(backend);
  return adapter?.execution === undefined
    ? failed(`${backend} can't be run for bots`, "missing")
    : { name: backend, program: adapter.program, cli: adapter.execution };
}

async function ofProgram(
  id: string,
  access: Access,
  programs: Means["programs"],
): Promise<Runnable | Verdict> {
  const program = await programs.find(id);
  if (program === null) return failed("Its program is not there any more", "missing");
  const { name, command, speaks } = program;
  // Nobody is asked: it does what it does.
  if (speaks === "nothing" && access !== "full")
    return failed(
      `"${name}" can't be kept from doing anything: only a bot that may do so runs it`,
      "refused",
    );
  return { name, program: command, cli: programExecution(program) };
}

/** What reads the output of a CLI; undefined where there is no such CLI any more. */
export const readerOf = (backend: string): Pick<ExecutionCli, "read" | "readErrors"> | undefined =>
  backend === "program" ? { read: readProgram } : launchableOf(backend)?.execution;
