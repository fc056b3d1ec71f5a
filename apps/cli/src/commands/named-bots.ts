import type { Client } from "@signalbox/client/client";
import { type Bot, listBots } from "@signalbox/contract/bots";
import { CliError, exitCodes } from "../errors.ts";
import { everyItem } from "../server/every-item.ts";
import { clean } from "../text/clean.ts";

export const everyBot = (client: Client): Promise<Bot[]> =>
  everyItem((cursor) => client.call(listBots, { query: { limit: 200, cursor } }));

/** Those of a name, in whatever case. */
export const botsNamed = async (client: Client, name: string): Promise<Bot[]> =>
  (await everyBot(client)).filter(({ content }) => content.name.toLowerCase() === name.toLowerCase());

/** The bot of an id or a name. @throws CliError where there is none, or several */
export async function botNamed(client: Client, which: string): Promise<Bot> {
  const all = await everyBot(client);
  const exact = all.find(({ id }) => id === which);
  if (exact !== undefined) return exact;
  const [found, ...others] = all.filter(({ content }) => content.name.toLowerCase() === which.toLowerCase());
  if (found !== undefined && others.length === 0) return found;
  const why =
    found === undefined
      ? `There is no bot ${clean(which)}: see "bin/signalbox bots"`
      : `Several bots are called ${clean(which)}: ${[found, ...others].map(({ id }) => id).join(", ")}`;
  throw new CliError(why, exitCodes.usage);
}
