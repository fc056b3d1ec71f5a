import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { hookSession } from "@signalbox/testkit/hook-session";
import { runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { z } from "zod";
import { type LookerOptions, openLooker } from "./terminal-looker.ts";

const Agents = z.object({ items: z.array(z.object({ id: z.string(), sessionId: z.string() })) });
const Made = z.object({ secret: z.string(), key: z.object({ id: z.string() }) });

const run = promisify(execFile);

/** A server that watches a tmux server of its own, and agents in its panes. */
export async function watchedPanes() {
  const folder = temporaryFolder("panes");
  const socket = join(folder, "socket");
  const env = { PATH: process.env.PATH ?? "", TERM: "xterm-256color", LC_ALL: "C.UTF-8" };
  const server = await runServer({ env: { SIGNALBOX_TMUX_SOCKETS: socket } });
  const tmux = async (...args: string[]): Promise<string> =>
    (await run("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env })).stdout.trimEnd();

  /** An agent whose program runs in a pane of its own. */
  const agentIn = async (command: readonly string[], { columns = 80, rows = 24 } = {}) => {
    const size = ["-x", String(columns), "-y", String(rows)];
    const told = await tmux(
      "new-session",
      "-d",
      ...size,
      "-P",
      "-F",
      "#{pane_id} #{pane_pid}",
      "--",
      ...command,
    );
    const [pane = "", pid = ""] = told.split(" ");
    const agentId = await heard(pane, pid);
    return { agentId, pane, pid: Number(pid), shows: () => tmux("capture-pane", "-p", "-t", pane) };
  };
  const heard = async (pane: string, pid: string) => {
    const sessionId = randomUUID();
    const session = hookSession({ sessionId, cwd: "/workspace/panes" });
    const headers = { "x-signalbox-pid": pid, "x-tmux-pane": pane };
    const hear = (body: object) =>
      server.fetch("/hooks/claude", { method: "POST", headers, body: JSON.stringify(body) });
    await hear(session.started());
    await hear(session.prompted("p1", `Work in ${pane} of ${sessionId}`));
    return until(
      async () => {
        const { items } = Agents.parse(await (await server.fetch("/api/agents?limit=200")).json());
        return items.find((agent) => agent.sessionId === sessionId)?.id;
      },
      () => "the agent to be known",
    );
  };
  const aKey = async (...scopes: string[]) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ name: scopes.join(" "), scopes });
    const reply = await server.fetch("/api/keys", { method: "POST", headers, body });
    const { secret, key } = Made.parse(await reply.json());
    return { secret, id: key.id };
  };
  const keyWith = async (...scopes: string[]): Promise<string> => (await aKey(...scopes)).secret;
  const url = (agentId: string) => `${server.url.replace(/^http/, "ws")}/api/agents/${agentId}/terminal`;
  /** Somebody who looks at the terminal of an agent, once there is something to see. */
  const look = (agentId: string, options: Partial<LookerOptions> = {}) =>
    until(
      async () => {
        const looker = await openLooker({ url: url(agentId), key: server.adminKey, ...options });
        const first = await looker.told("screen", "resumed", "ended");
        if (first.kind !== "ended") {
          if (first.kind === "screen") await looker.drawn();
          return looker;
        }
        looker.close();
        return undefined;
      },
      () => `the pane of agent ${agentId} to be found`,
      { everyMs: 200 },
    );
  return {
    ...{ server, socket, tmux, agentIn, look, aKey, keyWith, url },
    stop: async () => {
      await tmux("kill-server").catch(() => "");
      await server.stop();
      removeFolder(folder);
    },
  };
}
