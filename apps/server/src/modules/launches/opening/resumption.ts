import type { Agent } from "@signalbox/contract/agents";
import type { LaunchMode } from "@signalbox/contract/launches";
import { findProgram } from "../../../platform/processes/run-program.ts";
import { type HeadlessCli, type LaunchableAdapter, launchableOf } from "../../backends/index.ts";
import { launchErrors } from "../launches.errors.ts";
import { findLaunchOfAgent, type LaunchRow } from "../launches.repository.ts";
import type { LaunchesOptions } from "../options.ts";
import { headlessWay, whyNotHeadless, whyNotTerminal } from "./clis.ts";
import { folderFor, type LaunchFolder } from "./folders.ts";

/** A CLI that can be started here, and how without a terminal, where that is wanted. */
export interface Usable {
  adapter: LaunchableAdapter;
  headless: HeadlessCli | null;
}

/**
 * A CLI that can be started here.
 * @throws AppError `launches.not_here`, `launches.cli_missing`, `launches.no_tmux`, `launches.not_headless`,
 * `launches.not_in_terminal`
 */
export async function usable(
  backend: string,
  mode: LaunchMode,
  { rules, sessions, isHere }: LaunchesOptions,
): Promise<Usable> {
  if (!isHere) throw launchErrors.notHere();
  const adapter = launchableOf(backend);
  if (adapter === undefined) throw launchErrors.cliMissing(backend, backend);
  if (mode === "headless") {
    const headless = await headlessWay(adapter, rules);
    if (headless === null) throw launchErrors.notHeadless(whyNotHeadless(adapter));
    return { adapter, headless };
  }
  const why = whyNotTerminal(adapter);
  if (why !== null) throw launchErrors.notInTerminal(why);
  if ((await findProgram(adapter.program, rules.path)) === null)
    throw launchErrors.cliMissing(adapter.name, adapter.program);
  if (!(await sessions.isThere())) throw launchErrors.noTmux();
  return { adapter, headless: null };
}

/** A session of a project has worked in its folder before. */
const anywhere = { folders: ["/"], closed: [] };

/** Whether a session is of this machine, and one that is gone on with by itself. @throws AppError `launches.not_resumable` */
export function refuseOthers({ parentId, hostId }: Agent, { places }: LaunchesOptions): void {
  if (parentId !== null) throw launchErrors.notResumable("It is a child: its parent goes on with it");
  if (hostId !== places.hostId())
    throw launchErrors.notResumable("Its session is on another machine, of which no node runs now");
}

/** With what a session is gone on with, and where. @throws AppError `launches.…` */
export async function resumptionOf(
  { backend, cwd, projectId }: Agent,
  mode: LaunchMode,
  options: LaunchesOptions,
): Promise<Usable & { folder: LaunchFolder }> {
  const { places, rules } = options;
  if (cwd === null) throw launchErrors.notResumable("Nobody told in which folder it worked");
  const able = await usable(backend, mode, options);
  const where = { places, rules: projectId === null ? rules : anywhere };
  return { ...able, folder: await folderFor({ path: cwd }, where) };
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000);

interface Resumption extends Usable {
  /** The start before. */
  last: Pick<LaunchRow, "opened_at"> | undefined;
  now: Date;
}

/** @throws AppError `launches.not_resumable` where its CLI would lose the session */
export function refuseSameMinute(
  { startedAt }: Pick<Agent, "startedAt">,
  { adapter, headless, last, now }: Resumption,
): void {
  if (headless?.losesWithinMinute !== true) return;
  const began = [new Date(startedAt), last?.opened_at ?? null];
  if (began.some((at) => at !== null && minuteOf(at) === minuteOf(now)))
    throw launchErrors.notResumable(
      `${adapter.name} would lose a session that began in this very minute: go on with it in the next one`,
    );
}

/** A session may follow another one in the same terminal, and that another. */
const mostBefore = 20;

/** The newest start of an agent, or of the one that it follows: with its arguments it goes on. */
export async function lastLaunchOf(
  agent: Agent,
  { db, agents }: Pick<LaunchesOptions, "db" | "agents">,
): Promise<LaunchRow | undefined> {
  let one = agent;
  for (let before = 0; before < mostBefore; before++) {
    const found = await findLaunchOfAgent(db.read, one.id);
    if (found !== undefined || one.previousAgentId === null) return found;
    one = await agents.agent(one.previousAgentId);
  }
  return undefined;
}
