import { Command } from "commander";
import { addAgents } from "./commands/agents.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addDown } from "./commands/down.ts";
import { addHooks } from "./commands/hooks.ts";
import { addLogin } from "./commands/login.ts";
import { addReplay } from "./commands/replay.ts";
import { addStatus } from "./commands/status.ts";
import { addTail } from "./commands/tail.ts";
import { addUp, openPage } from "./commands/up.ts";
import { exitCodes, explain } from "./errors.ts";
import { painted } from "./io.ts";
import type { Context } from "./server/connect.ts";

const commands = [addUp, addDown, addStatus, addDoctor, addHooks, addAgents, addTail, addLogin, addReplay];

/** Runs one command line and answers the exit code; nothing escapes but what was said through `io`. */
export async function run(args: readonly string[], context: Context): Promise<number> {
  const { io } = context;
  try {
    await programOf(context).parseAsync(args, { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    const { line, exitCode } = explain(error);
    if (line) io.err(`${painted(io, "red", "signalbox:")} ${line}`);
    return exitCode;
  }
}

function programOf(context: Context): Command {
  const { io } = context;
  const program = new Command("signalbox")
    .description(
      "The room from which coding agents are watched. Alone it starts the server and opens the page.",
    )
    .exitOverride()
    .showHelpAfterError('(see "signalbox --help")')
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
      getOutHasColors: () => io.hasColour,
    })
    .action(() => openPage(context));
  for (const add of commands) add(program, context);
  return program;
}
