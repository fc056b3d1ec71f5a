import { sep } from "node:path";
import { type CliProcess, listCliProcesses } from "@signalbox/contract/processes";
import type { CliConfig } from "../config.ts";
import { exitCodes, explain } from "../errors.ts";
import { clientOf } from "../server/connect.ts";
import type { ServerState } from "../server/run-file.ts";
import { type Finding, warn } from "./check.ts";

/** The CLIs that run here and whose session can't be told, with the reason. */
export async function processChecks(config: CliConfig, state: ServerState): Promise<Finding[]> {
  if (state.kind !== "running") return [];
  try {
    const client = await clientOf(config, state.run);
    const { items } = await client.call(listCliProcesses, { query: { limit: 200 } });
    return items.flatMap((process) => doubtOf(process, config) ?? []);
  } catch (error) {
    // The check of the CLI key tells that.
    if (explain(error, config).exitCode === exitCodes.notAllowed) return [];
    throw error;
  }
}

const cure =
  "Its first hook tells: give it something to do, or start it anew where its hooks were installed later";

const doubtOf = ({ backend, pid, cwd, doubt }: CliProcess, config: CliConfig): Finding | null =>
  doubt === null
    ? null
    : warn(`${backend}, pid ${pid}${cwd === null ? "" : ` in ${shortPath(cwd, config)}`}`, doubt, cure);

const shortPath = (path: string, { userHome }: CliConfig): string =>
  path === userHome || path.startsWith(userHome + sep) ? `~${path.slice(userHome.length)}` : path;
