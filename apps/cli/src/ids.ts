import type { Client } from "@signalbox/client/client";
import { ApiError } from "@signalbox/client/errors";
import { getAgent } from "@signalbox/contract/agents";
import { Id } from "@signalbox/contract/common";
import { getProject } from "@signalbox/contract/projects";
import { InvalidArgumentError } from "commander";
import { CliError, exitCodes } from "./errors.ts";

/** An option's id; what is none is told before anything is asked. */
export function readId(text: string): string {
  if (Id.safeParse(text).success) return text;
  throw new InvalidArgumentError('An id looks as in "bin/signalbox agents --json".');
}

/** Ids that options were given. */
interface GivenIds {
  project?: readonly string[] | undefined;
  agent?: readonly string[] | undefined;
}

/** Ends with a usage error where an option names what is not there: a filter by it would stay silent for ever. */
export async function refuseUnknownIds(
  client: Client,
  { project = [], agent = [] }: GivenIds,
): Promise<void> {
  for (const projectId of project) {
    await client.call(getProject, { params: { projectId } }).catch(unknown("--project", projectId));
  }
  for (const agentId of agent) {
    await client.call(getAgent, { params: { agentId } }).catch(unknown("--agent", agentId));
  }
}

const unknown = (option: string, id: string) => (cause: unknown) => {
  if (!(cause instanceof ApiError) || cause.status !== 404) throw cause;
  throw new CliError(
    `option '${option}' names nothing: there is no ${option.slice(2)} ${id}`,
    exitCodes.usage,
    {
      cause,
    },
  );
};
