import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { promisify } from "node:util";
import type { CliHome } from "@signalbox/testkit/cli-home";
import type { Tool } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { openBox } from "./box.ts";

/** A home with a real CLI, and a server that starts it as its person would. */
export async function openLaunchingBox<Home extends CliHome>(homeOf: (stubUrl: string) => Home, cli: Tool) {
  const stub = await startModelStub();
  const home = homeOf(stub.url);
  const own = Object.keys(home.env).filter((name) => name !== "PATH");
  const box = await openBox({
    userHome: home.home,
    env: {
      ...home.env,
      PATH: `${dirname(cli.path ?? "")}${delimiter}${process.env.PATH}`,
      SIGNALBOX_LAUNCH_ENV: own.join(","),
      SIGNALBOX_TMUX_SOCKETS: home.tmuxSocket,
    },
  });
  const stop = async () => {
    const tmux = ["-S", home.tmuxSocket, "kill-server"];
    await promisify(execFile)("tmux", tmux).catch(() => undefined);
    await box.server.stop();
    await stub.stop();
    home.remove();
  };
  return { home, box, stop };
}
