import type { Client } from "@signalbox/client/client";
import { listProjects } from "@signalbox/contract/projects";
import { CliError, exitCodes } from "../errors.ts";
import { everyItem } from "../server/every-item.ts";
import { clean } from "../text/clean.ts";

/** The id of a project that is named by it, its slug or its folder. @throws CliError where there is none */
export async function projectNamed(client: Client, which: string): Promise<string> {
  const projects = await everyItem((cursor) => client.call(listProjects, { query: { limit: 200, cursor } }));
  const found = projects.find(({ id, slug, path }) => [id, slug, path].includes(which));
  if (found !== undefined) return found.id;
  throw new CliError(
    `There is no project ${clean(which)}: see "bin/signalbox projects list"`,
    exitCodes.usage,
  );
}
