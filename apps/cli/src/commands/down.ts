import type { Command } from "commander";
import type { Context } from "../server/connect.ts";
import { stopServer } from "../server/stop-server.ts";

export function addDown(program: Command, { config, io }: Context): void {
  program
    .command("down")
    .description("stop the server")
    .action(async () => {
      const pid = await stopServer(config);
      io.out(pid === null ? "Signalbox is not running" : `Signalbox (pid ${pid}) has ended`);
    });
}
