import { access } from "node:fs/promises";
import { dirname } from "node:path";
import type { Backend } from "@signalbox/contract/common";
import { objectIn } from "../../../kernel/json.ts";
import { patientReads } from "../../../platform/files/patient-reads.ts";
import { readSmall } from "../../../platform/files/read-small.ts";
import type { ProgramFacts, ProgramList, RunningProgram } from "../../../platform/processes/program-list.ts";
import { adapterOf, adapters, type BackendAdapter, type Registered } from "../../backends/index.ts";
import type { CliProcess } from "./match-session.ts";

/** Whose processes are of interest, and where their CLIs keep their things if nothing else is told. */
export interface Home {
  userHome: string;
  cliFolders: Readonly<Record<BackendAdapter["backend"], string>>;
}

const adapterFor = (args: readonly string[]): BackendAdapter | undefined =>
  adapters.find(({ running }) => running.holdsSession(args));

export const cliOf = (args: readonly string[]): Backend | undefined => adapterFor(args)?.backend;

export const isOfCli = (args: readonly string[]): boolean => adapterFor(args) !== undefined;

/** The processes that hold sessions: without those that only began another one of the same CLI. */
export function withoutLaunchers(programs: readonly RunningProgram[]): RunningProgram[] {
  const began = new Set(programs.map(({ parent, args }) => `${parent} ${adapterFor(args)?.backend}`));
  const isScript = ({ args: [file = ""] }: RunningProgram) => /(?:^|\/)(?:node|bun)$/.test(file);
  return programs.filter(
    (program) => !isScript(program) || !began.has(`${program.pid} ${adapterFor(program.args)?.backend}`),
  );
}

/** Reads what a process tells; null for one that is none of ours: another person's, a container's, or over. */
export async function seeProcess(
  program: RunningProgram,
  { list, home, now }: { list: ProgramList; home: Home; now: number },
): Promise<CliProcess | null> {
  const adapter = adapterFor(program.args);
  if (adapter === undefined) return null;
  const { running, backend } = adapter;
  const facts = await list.factsOf(program.pid, ["HOME", "TMUX_PANE", ...running.variables]);
  if (facts === null || !isOurs(facts, home)) return null;
  const folder = running.folderIn(facts.variables ?? {}) ?? home.cliFolders[backend];
  const registered = await registeredOf(program, adapter, folder);
  return {
    ...{ backend, pid: program.pid, birth: program.birth, startedAt: now - program.ageMs, folder },
    cwd: registered?.cwd ?? facts.cwd,
    pane: paneIn(facts),
    ...wordOf(adapter, folder, registered),
    registers: await writesDown(adapter, folder),
    beginsSession: running.beginsAtStart === true,
    headless: running.isHeadless(program.args),
    named: running.sessionIn(program.args),
    openFile: openFileOf(facts, adapter),
  };
}

/** Older versions of a CLI keep no such folder. */
const writesDown = async ({ running: { register } }: BackendAdapter, folder: string): Promise<boolean> =>
  register !== undefined &&
  patientReads
    .of(register.file(folder, 0), () => access(dirname(register.file(folder, 0))))
    .then(
      () => true,
      () => false,
    );

const wordOf = ({ running }: BackendAdapter, folder: string, registered: Registered | null) => ({
  registered,
  registeredPath: registered && (running.register?.transcript(folder, registered) ?? null),
});

/** A process that was seen before, with what its CLI says of it now. */
export async function seeAgain(process: CliProcess): Promise<CliProcess> {
  const adapter = adapterOf(process.backend);
  if (adapter === undefined) return process;
  const registered = await registeredOf(process, adapter, process.folder);
  return { ...process, ...wordOf(adapter, process.folder, registered) };
}

/** A home folder of its own makes it somebody else's. */
const isOurs = ({ variables, seesOurFiles }: ProgramFacts, { userHome }: Home): boolean =>
  seesOurFiles && (variables === null || variables.HOME === undefined || variables.HOME === userHome);

const paneIn = ({ variables }: ProgramFacts): string | null => {
  const pane = variables?.TMUX_PANE ?? "";
  return /^%\d{1,9}$/.test(pane) ? pane : null;
};

function openFileOf({ files }: ProgramFacts, { running }: BackendAdapter): CliProcess["openFile"] {
  for (const path of files) {
    const sessionId = running.sessionOfFile(path);
    if (sessionId !== null) return { path, sessionId };
  }
  return null;
}

const mostOfRegister = 64 * 1024;

/** What its CLI wrote down of it; nothing where that was of an earlier process of its number. */
async function registeredOf(
  { pid, birth }: { pid: number; birth: string },
  { running }: Pick<BackendAdapter, "running">,
  folder: string,
): Promise<Registered | null> {
  const { register } = running;
  if (register === undefined) return null;
  const file = register.file(folder, pid);
  // A round waits for no register that can't be read.
  const text = await patientReads.of(file, () => readSmall(file, mostOfRegister)).catch(() => null);
  const fields = text === null ? null : objectIn(text);
  const told = fields && register.read(fields);
  // On Linux a birth ends with the ticks that it tells, too.
  const isAnother =
    told?.began != null && birth.includes(":") && /:\d+$/.test(birth) && !birth.endsWith(`:${told.began}`);
  return isAnother ? null : told;
}
