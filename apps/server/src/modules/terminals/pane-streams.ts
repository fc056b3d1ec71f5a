import type { Logger } from "pino";
import { findProgram, runProgram } from "../../platform/processes/run-program.ts";
import { isPaneId } from "../../platform/tmux/panes.ts";
import type { PaneStream } from "./pane-stream.ts";
import type { WatchedPane } from "./ports.ts";
import { SessionListener } from "./session-listener.ts";

/** The panes that are looked at, of all tmux servers. */
export interface PaneStreams {
  /**
   * The stream of a pane, the same for all who look at it; null where the pane is gone.
   * @throws Error where tmux can't be asked
   */
  open(pane: WatchedPane): Promise<PaneStream | null>;
  stop(): Promise<void>;
}

interface Means {
  /** Where programs are looked for. */
  path: string;
  log: Logger;
}

export const createPaneStreams = ({ path, log }: Means): PaneStreams => {
  const listeners = new Map<string, Promise<SessionListener>>();

  const listen = (tmux: string, socket: string, session: string): Promise<SessionListener> => {
    const key = `${socket} ${session}`;
    const known = listeners.get(key);
    if (known !== undefined) return known;
    const forget = () => {
      if (listeners.get(key) === opened) listeners.delete(key);
    };
    const options = { tmux, socket, session, env: { PATH: path, TERM: "dumb" } };
    const opened = SessionListener.open(options, forget);
    listeners.set(key, opened);
    opened.catch((error: unknown) => {
      forget();
      log.debug({ err: error, socket }, "a session of tmux could not be listened to");
    });
    return opened;
  };

  return {
    async open({ server, id, pid }) {
      const tmux = await findProgram("tmux", path);
      if (tmux === null) throw new Error("there is no tmux here");
      const session = await sessionOf({ tmux, path, server, id });
      if (session === null) return null;
      const listener = await listen(tmux, server, session);
      return listener.streamOf(id, pid);
    },
    async stop() {
      const opened = await Promise.allSettled(listeners.values());
      await Promise.all(opened.map((one) => (one.status === "fulfilled" ? one.value.close() : undefined)));
    },
  };
};

interface Asked {
  tmux: string;
  path: string;
  server: string;
  id: string;
}

/** `$3`; null where there is no such pane: tmux answers for another one then. */
async function sessionOf({ tmux, path, server, id }: Asked): Promise<string | null> {
  if (!isPaneId(id)) return null;
  const { stdout } = await runProgram({
    file: tmux,
    args: ["-N", "-S", server, "display-message", "-p", "-t", id, "#{pane_id} #{session_id}"],
    env: { PATH: path },
    timeoutMs: 5_000,
  });
  const [, found, session] = /^(%\d+) (\$\d+)$/.exec(stdout.trim()) ?? [];
  return found === id && session !== undefined ? session : null;
}
