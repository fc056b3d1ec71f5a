import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { onTestFinished } from "vitest";

const run = promisify(execFile);

/** A tmux server that is not the person's, until the test is over. */
export function aTmuxServer() {
  const folder = temporaryFolder("tmux-server");
  const socket = join(folder, "socket");
  const env = { PATH: process.env.PATH ?? "", TERM: "xterm-256color", LC_ALL: "C.UTF-8" };
  const tmux = async (...args: string[]): Promise<string> =>
    (await run("tmux", ["-S", socket, "-f", "/dev/null", ...args], { env })).stdout.trim();
  const isGone = () =>
    tmux("list-sessions").then(
      () => undefined,
      (error: Error) => /no server running|error connecting/.test(error.message) || undefined,
    );
  /** Resolves once it is gone: until then the next one can't take its place. */
  const end = async () => {
    await tmux("kill-server").catch(() => "");
    await until(isGone, () => "the tmux server to be gone");
  };
  onTestFinished(async () => {
    await end();
    removeFolder(folder);
  });
  return {
    socket,
    tmux,
    end,
    /** Starts a command in a session of its own. Answers its pane and the process in it. */
    open: async (...command: string[]) => {
      const told = await tmux("new-session", "-d", "-P", "-F", "#{pane_id} #{pane_pid}", "--", ...command);
      const [id = "", pid] = told.split(" ");
      return { id, pid: Number(pid) };
    },
  };
}
