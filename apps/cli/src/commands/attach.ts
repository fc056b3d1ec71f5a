import { spawn } from "node:child_process";
import { once } from "node:events";
import { getAgentTerminal } from "@signalbox/contract/launches";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import { readId } from "../ids.ts";
import { type Context, connect } from "../server/connect.ts";

export function addAttach(program: Command, context: Context): void {
  program
    .command("attach")
    .argument("<agent>", "the id of an agent", readId)
    .description("go into the terminal of an agent that is in tmux")
    .action((agentId: string) => attach(context, agentId));
}

async function attach(context: Context, agentId: string): Promise<void> {
  const { io, config } = context;
  const client = await connect(context);
  const {
    attach: terminal,
    unreachable,
    headless,
    machine,
  } = await client.call(getAgentTerminal, {
    params: { agentId },
  });
  if (terminal === null) {
    const why = headless
      ? "It has no terminal: the server runs it itself"
      : "It is in no tmux that Signalbox knows of";
    throw new CliError(unreachable ?? why, exitCodes.refused);
  }
  if (machine !== null)
    throw new CliError(`Its terminal is on ${machine}: there, "${terminal.command}"`, exitCodes.refused);
  if (!io.isTerminal) return io.out(terminal.command);
  const { socket, session, pane } = terminal;
  const inside = (config.env.TMUX ?? "").split(",")[0] ?? "";
  if (inside !== "" && inside !== socket)
    throw new CliError(
      `It is in another tmux server: leave this one, then "${terminal.command}"`,
      exitCodes.refused,
    );
  const goes = inside === "" ? ["attach-session", "-t", `=${session}`] : ["switch-client", "-t", pane];
  const child = spawn("tmux", ["-S", socket, ...goes], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new CliError(`tmux ended with ${String(code)}: see "${terminal.command}"`);
}
