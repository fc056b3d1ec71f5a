import { type Command, CommanderError } from "commander";
import { CliError, exitCodes } from "./errors.ts";

/** A wrong command line as one line that points to the help of the command it was meant for; others as they are. */
export function asUsageFault(error: unknown, program: Command, args: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error;
  const { code, exitCode, message } = error;
  // Help and version were asked for, and printed.
  if (exitCode === 0) return new CliError("", exitCodes.ok, { cause: error });
  const words =
    code === "commander.help"
      ? "a command is missing, or none of that name exists"
      : message
          .replace(/^error: /, "")
          .replaceAll("\n", " ")
          .replace(/\.$/, "");
  const help = ["bin/signalbox", ...namesOf(program, args), "--help"].join(" ");
  return new CliError(`${words}. See "${help}"`, exitCodes.usage, { cause: error });
}

/** The names by which a command line goes down from the program to one of its commands. */
function namesOf(command: Command, [name, ...rest]: readonly string[]): string[] {
  const next = command.commands.find((each) => each.name() === name);
  return next === undefined ? [] : [next.name(), ...namesOf(next, rest)];
}
