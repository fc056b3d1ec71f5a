import { renameSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "@signalbox/client/client";
import { type Agent, listAgents } from "@signalbox/contract/agents";
import { temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { preparedFolder } from "../../platform/database/testing.ts";
import type { RunningServer } from "../bring-up.ts";
import { type Config, readConfig } from "../config.ts";
import { cliFoldersIn } from "./demo-folder.ts";

const adminKey = "a-key-of-the-demo-tests";

export const silent = pino({ level: "silent" });

/** The demo's configuration on a prepared database; the test removes its `home`. */
export async function demoConfig(): Promise<Config> {
  const home = temporaryFolder("demo");
  renameSync(await preparedFolder(), join(home, "database"));
  const config = readConfig(["--demo", "--port", "0"], { SIGNALBOX_ADMIN_KEY: adminKey });
  return { ...config, home, cliFolders: cliFoldersIn(home) };
}

/** What the API says of a server that a test started. */
export function board({ url }: RunningServer) {
  const client = createClient({ baseUrl: url, credentials: () => ({ apiKey: adminKey }) });
  const sessions = async () => {
    const { items } = await client.call(listAgents, { query: { limit: 200 } });
    return items.filter(({ parentId }) => parentId === null);
  };
  return { client, sessions };
}

/** How many sessions are in each state. */
export function countStates(agents: readonly Agent[]): Record<string, number> {
  const groups = Map.groupBy(agents, ({ state }) => state);
  return Object.fromEntries([...groups].map(([state, inIt]) => [state, inIt.length]));
}
